// Asks a running service for what a name means: node ask.mjs [NAME] [ADDRESS]
import { Lorekeeper } from '@lorekeeper/client';

const [name = 'orsa', baseUrl = 'http://localhost:8000'] = process.argv.slice(2);
const lore = new Lorekeeper({ baseUrl });
const universe = 'demo';

const { data, error } = await lore.findArticle({ universe, q: name });
if (error) throw new Error(error.detail);
const { article, alternatives } = data;
if (article === null) {
  console.log(`Nothing by the name of ${name}.`);
} else {
  console.log(`${article.title} (${article.category}): ${article.summary}`);
  for (const { label, values } of article.infobox?.fields ?? [])
    if (label) console.log(`  ${label}: ${values.join(', ')}`);
  const links = await lore.listLinks({ universe, title: article.title, direction: 'in', limit: 5 });
  console.log(`  linked to by ${links.data?.items.map(({ title }) => title).join(', ') || 'nobody'}`);
  console.log(`  others: ${alternatives.map(({ title }) => title).join(', ') || 'none'}`);
}

const nowhere = await lore.getArticle({ universe, category: 'other', title: 'Nowhere at all' });
console.log(`  ${nowhere.error?.code}: ${nowhere.error?.detail}`);
