import { useSignal } from '../api/signal';
import { neighboursOf, shownList } from '../came-from';
import { link } from '../route';
import { count } from '../words';

/** The cards before and behind this one in the list that one came from. */
export function Neighbours({ universe, title }: { universe: string; title: string }) {
  const found = neighboursOf(useSignal(shownList), universe, title);
  if (!found) return null;
  const { list, place, previous, next } = found;
  return (
    <nav class="neighbours" aria-label="In the list">
      {previous && (
        <a rel="prev" href={link.article(universe, previous.title, '', previous.category)}>
          <span aria-hidden="true">‹ </span>
          <span dir="auto">{previous.title}</span>
        </a>
      )}
      <a class="neighbours-list" href={list.address}>
        {count(place)} of {count(list.total)} in {list.name}
      </a>
      {next && (
        <a rel="next" href={link.article(universe, next.title, '', next.category)}>
          <span dir="auto">{next.title}</span>
          <span aria-hidden="true"> ›</span>
        </a>
      )}
    </nav>
  );
}
