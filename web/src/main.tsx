import { render } from 'preact';
import { followPrefetch } from './api/prefetch-events';
import { App } from './app';
import './styles/tokens.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/overview.css';
import './styles/article.css';
import './styles/text.css';
import './styles/places.css';
import './styles/status.css';

const page = document.getElementById('page');
if (page) {
  page.replaceChildren();
  render(<App />, page);
}
followPrefetch();
