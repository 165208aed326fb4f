import { useEffect, useRef, useState } from 'preact/hooks';
import { wikiUrl } from '../api/client';
import { useResource } from '../api/resource';
import { useSignal } from '../api/signal';
import type { Suggestion } from '../api/types';
import { go, link, route } from '../route';
import { categoryName } from '../words';
import { Picture } from './picture';

const PAUSE_MS = 120;

function usePaused(value: string, ms: number): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return paused;
}

/** Search as you type: a combobox whose options are articles; Enter without one leads to all results. */
export function SearchBox({ universe }: { universe: string | null }) {
  const at = useSignal(route);
  const [text, setText] = useState(at.view === 'search' ? at.query : '');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const query = usePaused(text.trim(), PAUSE_MS);
  const wanted = open && query !== '' && universe !== null;
  const { data } = useResource<Suggestion[]>(wanted ? wikiUrl([universe, 'suggest'], { q: query }) : null);
  const options = wanted ? (data ?? []) : [];
  const expanded = options.length > 0;

  useEffect(() => {
    setOpen(false);
    setActive(-1);
    if (at.view === 'search') setText(at.query);
    else setText('');
  }, [at]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
        return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);

  const submit = (event: Event) => {
    event.preventDefault();
    if (!universe) return;
    const chosen = options[active];
    if (chosen) go(link.article(universe, chosen.title, '', chosen.category));
    else if (text.trim()) go(link.search(universe, text.trim()));
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
    if ((event.key !== 'ArrowDown' && event.key !== 'ArrowUp') || options.length === 0) return;
    event.preventDefault();
    const step = event.key === 'ArrowDown' ? 1 : -1;
    // One place more than there are options: none of them.
    const places = options.length + 1;
    setActive((was) => ((was + 1 + step + places) % places) - 1);
  };
  const shown = active < options.length ? active : -1;

  return (
    <form class="search" role="search" onSubmit={submit}>
      <svg class="search-glass" viewBox="0 0 20 20" aria-hidden="true">
        <circle cx="8.5" cy="8.5" r="5.5" />
        <path d="m13 13 5 5" />
      </svg>
      <input
        ref={input}
        type="text"
        enterkeyhint="search"
        role="combobox"
        aria-label="Search the catalogue"
        aria-expanded={expanded}
        aria-controls="suggestions"
        aria-autocomplete="list"
        aria-activedescendant={shown >= 0 ? `suggestion-${shown}` : undefined}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        placeholder="Search the catalogue"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setActive(-1);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <kbd class="search-key" aria-hidden="true">
        /
      </kbd>
      <ul class="suggestions" id="suggestions" role="listbox" aria-label="Suggestions" hidden={!expanded}>
        {options.map((option, index) => (
          <li
            key={option.title}
            id={`suggestion-${index}`}
            role="option"
            aria-selected={index === shown}
            class="suggestion"
            // Before the input loses the focus, which would close the list.
            onMouseDown={(event) => {
              event.preventDefault();
              if (universe) go(link.article(universe, option.title, '', option.category));
            }}
          >
            <Picture url={option.image_url} name={option.title} width={64} />
            <span class="suggestion-text">
              <span class="suggestion-title" dir="auto">
                {option.title}
              </span>
              {option.summary && (
                <span class="suggestion-summary" dir="auto">
                  {option.summary}
                </span>
              )}
            </span>
            <span class="call-number">{categoryName(option.category)}</span>
          </li>
        ))}
      </ul>
    </form>
  );
}
