import { articleUrl, textUrl } from './api/article-text';
import { readInto } from './api/resource';
import type { Route } from './route';
import { universesUrl } from './universe';
import { categoryUrl } from './views/category-view';
import { brightestUrl, summaryUrl } from './views/overview-view';

const PATIENCE_MS = 4000;

/** Reads what a view needs to be drawn whole, where the server has written that view already. */
export function readAhead(at: Route): Promise<void> {
  const isWritten = document.querySelector('main > *') !== null;
  return isWritten ? readInto([universesUrl(), ...needsOf(at)], PATIENCE_MS) : Promise.resolve();
}

function needsOf(at: Route): string[] {
  switch (at.view) {
    case 'article':
      return [articleUrl(at.universe, at.title), textUrl(at.universe, at.title)];
    case 'category':
      return [categoryUrl(at)];
    case 'overview':
      return at.universe === null ? [] : [summaryUrl(at.universe), brightestUrl(at.universe)];
    case 'search':
    case 'places':
    case 'status':
      return [];
  }
}
