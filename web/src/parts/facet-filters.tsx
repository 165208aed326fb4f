import { useState } from 'preact/hooks';
import { wikiUrl } from '../api/client';
import { useResource } from '../api/resource';
import type { Article, ArticlePage, FieldValue } from '../api/types';
import { categoryName, count } from '../words';

/** From so many articles of a category the fields are taken by which it can be filtered. */
const SAMPLE = 60;
const FIELDS = 12;
const VALUES = 100;
/** Texts, names and numbers of their own, by which nobody sorts. */
const NO_FACETS = new Set(['description', 'aliases', 'abilities', 'titles', 'born', 'died', 'height', 'mass']);

interface Props {
  universe: string;
  category: string;
  /** Field and value of each filter in force. */
  filters: readonly [string, string][];
  onChange: (filters: [string, string][]) => void;
}

/** Narrows a category by the values of its articles' fields. */
export function FacetFilters({ universe, category, filters, onChange }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [field, setField] = useState('');
  const sample = useResource<ArticlePage>(
    isOpen ? wikiUrl([universe, 'articles'], { category, sort: '-links', limit: SAMPLE, fields: 'content' }) : null,
  );
  const facets = useResource<FieldValue[]>(
    field === '' ? null : wikiUrl([universe, 'facets'], { category, field, limit: VALUES }),
  );
  return (
    <div class="facets">
      {filters.map(([name, value], place) => (
        <button
          key={`${name}:${value}`}
          class="chip"
          type="button"
          aria-label={`Without the filter ${categoryName(name)}: ${value}`}
          onClick={() => onChange(filters.filter((_, other) => other !== place))}
        >
          {categoryName(name)}: <span dir="auto">{value}</span> <span aria-hidden="true">×</span>
        </button>
      ))}
      {!isOpen && (
        <button class="text-button" type="button" onClick={() => setOpen(true)}>
          Filter
        </button>
      )}
      {isOpen && (
        <>
          <label class="field">
            <span>Filter by</span>
            <select value={field} onChange={(event) => setField(event.currentTarget.value)}>
              <option value="">{sample.data ? 'Choose a field' : 'Reading the fields…'}</option>
              {fieldsOf(sample.data?.items ?? []).map((name) => (
                <option key={name} value={name}>
                  {categoryName(name)}
                </option>
              ))}
            </select>
          </label>
          {field !== '' && (
            <label class="field">
              <span>{categoryName(field)}</span>
              <select
                value=""
                onChange={(event) => {
                  onChange([...filters, [field, event.currentTarget.value]]);
                  setField('');
                }}
              >
                <option value="">{facets.data?.length === 0 ? 'No values' : 'Choose a value'}</option>
                {facets.data?.map(({ value, count: articles }) => (
                  <option key={value} value={value}>
                    {value} ({count(articles)})
                  </option>
                ))}
              </select>
            </label>
          )}
        </>
      )}
    </div>
  );
}

/** The fields that most of these articles have, the commonest first. */
function fieldsOf(articles: readonly Pick<Article, 'content'>[]): string[] {
  const counts = new Map<string, number>();
  for (const { content } of articles) {
    for (const field of Object.keys(content)) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return [...counts]
    .filter(([field, articles]) => articles > 1 && !NO_FACETS.has(field))
    .sort(([, a], [, b]) => b - a)
    .slice(0, FIELDS)
    .map(([field]) => field);
}
