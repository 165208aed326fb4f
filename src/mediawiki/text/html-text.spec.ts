import { loadHtmlParser } from '../infobox/html-parser';
import { namespacesOf } from '../wikitext/namespaces';
import { textOfHtml } from './html-text';

const links = { articlePath: '/wiki/$1', server: 'https://wiki.example', namespaces: namespacesOf() };

it('reads the sections and pictures of a rendered page', async () => {
  const parse = await loadHtmlParser();
  const html = `<div class="mw-parser-output"><div class="hatnote">See also</div>
<p>The <a href="/wiki/Moon">moon</a><sup class="reference">[1]</sup> is <b>big</b>.</p>
<h2><span class="mw-headline" id="A_b">A <i>b</i></span><span class="mw-editsection">edit</span></h2>
<ul><li>one<ul><li>two</li></ul></li></ul>
<figure><a href="/wiki/File:M.png"><img src="//pictures.example/thumb/1/12/M.png/200px-M.png"></a><figcaption>The moon</figcaption></figure>
<h2 id="References">References</h2><ol class="references"><li>a book</li></ol></div>`;
  expect(textOfHtml(parse(html), links)).toEqual({
    sections: [
      { index: 0, level: 1, heading: '', anchor: '', text: 'The [moon](/wiki/Moon) is **big**.' },
      { index: 1, level: 2, heading: 'A b', anchor: 'A_b', text: '- one\n  - two' },
    ],
    gallery: [{ url: 'https://pictures.example/1/12/M.png', caption: 'The moon' }],
  });
});
