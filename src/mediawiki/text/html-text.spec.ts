import { loadHtmlParser } from '../infobox/html-parser';
import { namespacesOf } from '../wikitext/namespaces';
import { textOfHtml } from './html-text';
import { textOfWikitext } from './wikitext-text';

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

describe('the two roads', () => {
  const options = { namespaces: links.namespaces, imageAddress: (name: string) => `https://pictures.example/${name}` };

  it.each([
    [
      "The '''moon''' is ''far'' from [[Ansa|her]].",
      '<p>The <b>moon</b> is <i>far</i> from <a href="/wiki/Ansa">her</a>.\n</p>',
    ],
    ['* a\n** b\n* c', '<ul><li>a\n<ul><li>b</li></ul></li>\n<li>c</li></ul>'],
    ['; T\n: d', '<dl><dt>T</dt>\n<dd>d</dd></dl>'],
    [
      '{|class="wikitable"\n! A !! B\n|-\n| 1<br>2 || 3\n|}',
      '<table class="wikitable"><tbody><tr><th>A</th><th>B\n</th></tr>\n<tr>\n<td>1<br />2</td>\n<td>3\n</td></tr></tbody></table>',
    ],
    ['a<ref>b</ref>, c', '<p>a<sup class="reference"><a href="#cite_note-1">[1]</a></sup>, c\n</p>'],
    ['<pre>a  <b></pre>', '<pre>a  &lt;b&gt;</pre>'],
    [' a\n b', '<pre>a\nb\n</pre>'],
    [
      '[https://a.example] [https://a.example x]',
      '<p><a class="external autonumber" href="https://a.example">[1]</a> <a class="external text" href="https://a.example">x</a></p>',
    ],
    ['<blockquote>a\n\nb</blockquote>', '<blockquote><p>a\n</p><p>b</p></blockquote>'],
    [
      'x\n== A (b) ==\ny\n== A (b) ==\nz',
      '<p>x</p><div class="mw-heading mw-heading2"><h2 id="A_(b)">A (b)</h2></div><p>y</p><h2><span class="mw-headline" id="A_(b)_2">A (b)</span></h2><p>z</p>',
    ],
    [
      '[[File:M.png|thumb|The moon]]x',
      '<figure typeof="mw:File/Thumb"><a href="/wiki/File:M.png"><img src="https://pictures.example/M.png"/></a><figcaption>The moon</figcaption></figure><p>x</p>',
    ],
  ])('lead to the same text: %j', async (wikitext, html) => {
    const parse = await loadHtmlParser();
    expect(textOfHtml(parse(html), links)).toEqual(textOfWikitext('T', wikitext, options));
  });
});

it('reads any depth and any soup', async () => {
  const parse = await loadHtmlParser();
  const deep = ['<table><tr><td>', '<div>', '<ul><li>', '<blockquote>', '<b>'].map(
    (open) => `${open.repeat(5000)}moon`,
  );
  for (const html of [...deep, '</td></p><li>moon', '<h2><h3>moon</h2></h3>moon']) {
    const { sections } = textOfHtml(parse(html), links);
    expect(sections.map(({ text, heading }) => heading + text).join('')).toContain('moon');
  }
  expect(
    textOfHtml(parse('<script>alert(1)</script>&lt;script&gt; <a href="javascript:x">y</a>'), links).sections[0]?.text,
  ).toBe('\\<script> y');
});
