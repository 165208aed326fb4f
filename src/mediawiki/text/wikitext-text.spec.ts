import { namespacesOf } from '../wikitext/namespaces';
import { textOfWikitext, type TextOptions } from './wikitext-text';

const options: TextOptions = {
  namespaces: namespacesOf(),
  imageAddress: (name) => `https://pictures.example/${name.replaceAll(' ', '_')}`,
};
const leadOf = (wikitext: string) => textOfWikitext('Own page', wikitext, options).sections[0]?.text;

describe('the text of wikitext', () => {
  it.each([
    ['one\ntwo\n\nthree', 'one two\n\nthree'],
    ["'''Bold''', ''italic'', '''''both'''''", '**Bold**, *italic*, ***both***'],
    ['A [[moon]]s of [[Veyra (planet)|Veyra]].', 'A [moons](/wiki/Moon) of [Veyra](/wiki/Veyra_%28planet%29).'],
    ['* a\n** b\n* c', '- a\n  - b\n- c'],
    ['# a\n# b', '1. a\n2. b'],
    ['; Term : said\n: more', '**Term**  \nsaid\n\nmore'],
    ['{|class="wikitable"\n! A !! B\n|-\n| 1 || 2\n|}', '| A | B |\n| --- | --- |\n| 1 | 2 |'],
    ['{{Unknown|thing}}text<ref>no</ref> ({{Other}}) end', 'text end'],
    ['{{Quote|Ring the bell.|Ansa|the log}}', '> Ring the bell.\n>\n> — Ansa, the log'],
    ['<pre>a = 1</pre>', '```\na = 1\n```'],
  ])('%j', (wikitext, markdown) => expect(leadOf(wikitext)).toBe(markdown));
});
