import { keyOf } from '../wikitext/infobox-definitions';
import { knownTemplate } from '../wikitext/inline-templates';
import { showFunction } from '../wikitext/parser-functions';
import { partName, type TemplateNode, type TemplatePart } from '../wikitext/parse-wikitext';
import { positionalParts, showByRule, type TemplateScreen } from '../wikitext/show-template';

/** Where the templates of a text are shown. */
export interface TextScreen extends TemplateScreen {
  quote(write: () => void): void;
  paragraph(write: () => void): void;
  picture(name: string, caption: string): void;
  gallery(lines: string): void;
  /** Something is left out here. */
  gap(): void;
}

type Show = (node: TemplateNode, screen: TextScreen) => void;

const RULES: ReadonlyMap<string, Show> = new Map([
  ...named(
    `quote,quotation,blockquote,block quote,cquote,rquote,bquote,pull quote,pullquote,quote box,quotebox,quote1,quote2,
long quote,centered pull quote,quoted,epigraph,zitat,cita,citação,citazione,citat,citaat,цитата,начало цитаты,引用,인용문`,
    showQuote,
  ),
  ...named('dialogue,dialog,conversation', showDialogue),
  // Pictures alone.
  ...named('plinkp,icon,icons,sprite,emblem', (_, screen) => screen.gap()),
  ...named('gallery,image gallery,picture gallery,galerie,галерея', showGallery),
  ...named('multiple image,multiple images,double image,triple image,image array,side by side images', showPictures),
  ...named('image,picture,thumb,thumbnail,css image crop,superimpose', showPicture),
  ...named(
    `scroll box,scrollbox,columns,multicol,collapse,collapsed,hidden,show,spoiler text,box,content box,textbox,text box,
quote text,stack,left column,right column`,
    showContent,
  ),
]);

function named(names: string, show: Show): [string, Show][] {
  return names.split(',').map((name) => [keyOf(name), show]);
}

/** Shows a template as it stands in an article's text; one that is not known shows nothing. */
export function showInText(node: TemplateNode, screen: TextScreen): void {
  if (showFunction(node, screen)) return;
  const show = RULES.get(keyOf(node.name));
  if (show) return show(node, screen);
  const rule = knownTemplate(node.name);
  if (rule === null || rule === '') screen.gap();
  else showByRule(node, rule, screen);
}

/** The arguments of a template by their names, positional ones by their numbers; empty ones are left out. */
function argumentsOf(node: TemplateNode, source: string): Map<string, TemplatePart> {
  const parts = new Map<string, TemplatePart>();
  const add = (name: string, part: TemplatePart) => {
    const start = part.equals < 0 ? part.start : part.equals + 1;
    if (source.slice(start, part.end).trim() !== '') parts.set(name, part);
  };
  positionalParts(node, source).forEach((part, i) => add(String(i + 1), part));
  for (const part of node.parts) {
    const name = partName(source, part)?.toLowerCase() ?? '';
    if (name !== '' && !/^\d+$/.test(name)) add(name, part);
  }
  return parts;
}

function pick(parts: ReadonlyMap<string, TemplatePart>, names: string): TemplatePart | undefined {
  for (const name of names.split(' ')) if (parts.has(name)) return parts.get(name);
  return undefined;
}

/** `{{Quote|text|who|where}}`, with names or without. */
function showQuote(node: TemplateNode, screen: TextScreen): void {
  const parts = argumentsOf(node, screen.source);
  const text = pick(parts, 'text quote content zitat cita texte testo 1');
  if (!text) return screen.gap();
  const who = pick(parts, 'author sign speaker by person cite attribution autor auteur autore 2');
  const where = pick(parts, 'source work title publication quelle fonte fuente 3');
  screen.quote(() => {
    screen.paragraph(() => screen.argument(text));
    attribution([who, where], screen);
  });
}

function attribution(parts: readonly (TemplatePart | undefined)[], screen: TextScreen): void {
  const given = parts.filter((part) => part !== undefined);
  if (given.length === 0) return;
  screen.paragraph(() => {
    screen.write('— ');
    given.forEach((part, i) => {
      if (i > 0) screen.write(', ');
      screen.argument(part);
    });
  });
}

/** `{{Dialogue|who|what|who|what|…|attribution}}`. */
function showDialogue(node: TemplateNode, screen: TextScreen): void {
  const parts = positionalParts(node, screen.source);
  const { source } = screen;
  const named = argumentsOf(node, source);
  screen.quote(() => {
    for (let i = 0; i + 1 < parts.length; i += 2)
      screen.paragraph(() => {
        screen.argument(parts[i]!);
        screen.write(': ');
        screen.argument(parts[i + 1]!);
      });
    attribution([pick(named, 'attr attribution source') ?? (parts.length % 2 ? parts.at(-1) : undefined)], screen);
  });
}

/** `{{Gallery|File:A.png|caption|…}}`, or a file a line. */
function showGallery(node: TemplateNode, screen: TextScreen): void {
  const parts = positionalParts(node, screen.source);
  const texts = parts.map((part) =>
    screen.source
      .slice(part.start, part.end)
      .replace(/^\s*\d+\s*=/, '')
      .trim(),
  );
  const lines: string[] = [];
  for (let i = 0; i < texts.length; i++) {
    const isFile = PICTURE.test(texts[i]!);
    const next = texts[i + 1] ?? '';
    if (isFile) lines.push(PICTURE.test(next) ? texts[i]! : `${texts[i]}|${next.replace(/\n/g, ' ')}`);
  }
  screen.gallery(lines.join('\n'));
  screen.gap();
}

const PICTURE = /^[^|\n[\]{}<>]{1,250}\.(?:png|jpe?g|gif|webp|svg|avif|bmp|tiff?)\s*$/i;

/** `{{Multiple image|image1=…|caption1=…|image2=…}}`. */
function showPictures(node: TemplateNode, screen: TextScreen): void {
  const parts = argumentsOf(node, screen.source);
  for (const [name, part] of parts) {
    const number = /^image(\d{0,2})$/.exec(name)?.[1];
    const file = number === undefined ? '' : screen.plain(part);
    if (!PICTURE.test(file)) continue;
    const caption = parts.get(`caption${number}`) ?? parts.get('footer');
    screen.picture(bareName(file), caption ? screen.plain(caption) : '');
  }
  screen.gap();
}

function showPicture(node: TemplateNode, screen: TextScreen): void {
  const parts = argumentsOf(node, screen.source);
  const file = pick(parts, 'image file filename name 1');
  const name = file ? screen.plain(file) : '';
  const caption = pick(parts, 'caption description desc text');
  if (PICTURE.test(name)) screen.picture(bareName(name), caption ? screen.plain(caption) : '');
  screen.gap();
}

/** A name without the namespace of files. */
function bareName(name: string): string {
  return name.slice(name.indexOf(':') + 1).trim();
}

/** A template that only lays out what it is given. */
function showContent(node: TemplateNode, screen: TextScreen): void {
  const parts = argumentsOf(node, screen.source);
  const shown = pick(parts, 'content text body contents') ?? positionalParts(node, screen.source).at(-1);
  if (shown) screen.paragraph(() => screen.argument(shown));
  else screen.gap();
}
