import { useEffect } from 'preact/hooks';
import type { Section } from '../api/types';
import { link } from '../route';
import { Markdown } from './markdown';

/** Fewer headings than this need no list of them. */
const MIN_CONTENTS = 3;
/** Beyond it only the top headings are listed. */
const MANY = 40;
const MOST = 300;

interface Origin {
  universe: string;
  title: string;
  sourceUrl: string | null;
}

/** What the article is about, heading by heading. */
export function Contents({ sections, universe, title }: Origin & { sections: Section[] }) {
  if (sections.length < MIN_CONTENTS) return null;
  const deepest = sections.length > MANY ? 2 : 3;
  const listed = sections.filter(({ level, heading }) => level <= deepest && heading !== '').slice(0, MOST);
  return (
    <nav class="contents" aria-label="Contents">
      <h2 class="small-head">Contents</h2>
      <ol>
        {listed.map(({ index, level, heading, anchor }) => (
          <li key={index} class={level > 2 ? 'is-below' : undefined}>
            <a href={link.article(universe, title, anchor)} onClick={() => reveal(index)} dir="auto">
              {heading}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function headingId(index: number): string {
  return `section-${index}`;
}

/** Scrolls to a section, and lets whoever reads by ear go on from there. */
function reveal(index: number): void {
  const heading = document.getElementById(headingId(index));
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

/** The sections behind the lead; the one that the address names is scrolled to. */
export function TextSections({ sections, shown, ...origin }: Origin & { sections: Section[]; shown: string }) {
  const target = sections.find(({ anchor }) => anchor === shown || anchor === shown.replaceAll(' ', '_'))?.index;
  useEffect(() => {
    if (shown !== '' && target !== undefined) reveal(target);
  }, [origin.universe, origin.title, shown, target]);
  return (
    <>
      {sections.map((section) => (
        <TextSection key={section.index} section={section} {...origin} />
      ))}
    </>
  );
}

function TextSection({ section, ...origin }: Origin & { section: Section }) {
  const { index, heading, level, text, bytes } = section;
  const Heading = `h${Math.min(6, Math.max(2, level))}` as 'h2';
  const isCut = new Blob([text]).size < bytes;
  return (
    <section class="text-section prose" aria-labelledby={headingId(index)} dir="auto">
      <Heading id={headingId(index)} class="text-head" tabIndex={-1}>
        {heading}
      </Heading>
      <Markdown text={text} {...origin} />
      {isCut && <p class="note">This section is longer than can be shown here.</p>}
    </section>
  );
}
