import type { TemplateNode, WikitextNode } from './parse-wikitext';

/** What the common languages call the template of a page that only tells articles of one name apart: exact names. */
const TEMPLATES = new Set(
  `disambig,disambiguation,disamb,dab,disambiguation page,disambig page,disambigpage,hndis,geodis,schooldis,
human name disambiguation,place name disambiguation,letter-number combination disambiguation,numberdis,
begriffsklärung,bkl,homonymie,homonymes,paronymie,patronymie,toponymie,desambiguación,desambiguacion,desambig,
desambiguação,desambiguacao,disambigua,неоднозначность,многозначность,ujednoznacznienie,strona ujednoznaczniająca,
doorverwijspagina,dp,曖昧さ回避,aimai,あいまい回避,消歧义,消歧義,消歧义页,消歧義頁,消歧,消含糊,동음이의,동음이의어,täsmennyssivu,täsmennys,
förgrening,gren,grensida,flertydig,flertydig side,peker,pekerside,rozcestník,rozlišovací stránka,egyért,egyértelműsítő lap,
anlam ayrımı,anlam ayrım,багатозначність,неадназначнасць,dezambiguizare,dezambig,αποσαφήνιση,פירושונים,توضيح,توضیح,
ابهام‌زدایی,ابهام زدایی,định hướng,trang định hướng,แก้ความกำกวม,disambiguasi,desambiguació,argipen,homónimos,homónimo,
apartigilo,viacvýznamovosť,razvrstavanje,razdvojba,višeznačna odrednica,вишезначна одредница,вишезначност,пояснение,
täpsustusmärkus,täpsustuslehekülg,nuorodinis,nozīmju atdalīšana,razločitev,samanefni`
    .split(',')
    .map((name) => name.trim()),
);
const TITLE =
  /\((?:disambiguation|begriffsklärung|homonymie|desambiguación|desambiguação|disambigua|значения|неоднозначность|ujednoznacznienie|doorverwijspagina|曖昧さ回避|消歧义|消歧義|동음이의|значення)\)$/i;

/** The marks of a page that tells articles apart, of which some count only where the page has no infobox. */
export interface DisambiguationMarks {
  /** By its title or the magic word: beyond doubt. */
  isSure: boolean;
  /** Templates that may say so, as `disambiguationKey` spells them. */
  templates: string[];
}

/** What a page's title, text and templates say of its being a disambiguation page. */
export function disambiguationMarks(title: string, text: string, nodes: readonly WikitextNode[]): DisambiguationMarks {
  const textStart = startOfText(text, nodes);
  const templates = nodes.filter((node) => node.kind === 'template');
  const names = templates.filter((node) => !isHatnote(node, textStart)).map(({ name }) => disambiguationKey(name));
  return { isSure: TITLE.test(title) || text.includes('__DISAMBIG__'), templates: [...new Set(names)].slice(0, 60) };
}

/** A template with an argument above all text points from an article to another: `{{Dab|the planet}}`. */
function isHatnote(node: TemplateNode, textStart: number): boolean {
  return node.start < textStart && node.parts.some((part) => part.equals < 0 && part.end > part.start);
}

function startOfText(text: string, nodes: readonly WikitextNode[]): number {
  let at = 0;
  for (const node of nodes) {
    if (node.kind !== 'template' || /\S/.test(text.slice(at, node.start))) return at;
    at = node.end;
  }
  return at;
}

/** A template's name as the lists of disambiguation templates spell it. */
export function disambiguationKey(name: string): string {
  return name.replace(/_/g, ' ').toLowerCase();
}

/** Whether a page is no article but a list of those of its name. `own` is the wiki's list of such templates. */
export function isDisambiguation(marks: DisambiguationMarks, hasInfobox: boolean, own: ReadonlySet<string>): boolean {
  if (marks.isSure) return true;
  return !hasInfobox && marks.templates.some((name) => TEMPLATES.has(name) || own.has(name));
}

/** The templates that `MediaWiki:Disambiguationspage` lists, or names as its only one. */
export function disambiguationTemplates(wikitext: string): string[] {
  const links = [...wikitext.matchAll(/\[\[\s*:?[^:[\]|]{1,40}:([^[\]|]{1,200})/g)].map(([, name = '']) => name);
  const named = links.length > 0 ? links : [wikitext.trim().replace(/^[^:\n]{1,40}:/, '')];
  return named.map((name) => disambiguationKey(name.trim())).filter((name) => name !== '' && !name.includes('\n'));
}
