import { render } from 'preact';
import { followPrefetch } from './api/prefetch-events';
import { App } from './app';
import { readAhead } from './read-ahead';
import { followLinks, route } from './route';
import './styles/tokens.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/lists.css';
import './styles/overview.css';
import './styles/article.css';
import './styles/text.css';
import './styles/places.css';
import './styles/status.css';
import './styles/print.css';

const page = document.getElementById('page');
followLinks();
followPrefetch();
// What the server wrote stays until the view can stand in its place at once.
void readAhead(route.value).then(() => {
  if (!page) return;
  page.replaceChildren();
  render(<App />, page);
});
