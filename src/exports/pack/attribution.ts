import type { UniverseView } from '../../catalogue/universe-view';

/** Whose work a pack is, and what its licence asks for, in Markdown. */
export function attributionOf({ definition, directory }: UniverseView): string {
  const { licence, scrapedAt } = directory.info;
  const source = definition.api === null ? null : new URL(definition.api).origin;
  return [
    `# ${definition.name}`,
    '',
    `The texts of this pack are the work of ${licence.attribution ?? `the authors of ${source ?? definition.name}`}.`,
    `They stand under: ${licence.name}${licence.url ? ` (${licence.url})` : ''}.`,
    ...(source === null
      ? []
      : [
          `They were taken from ${source} on ${scrapedAt.slice(0, 10)}; each article names its page as \`source_url\`.`,
        ]),
    '',
    'Show the name of the licence, a link to it, the source, and that the texts were changed (shortened, and without their layout), wherever you show them.',
    'Pictures may stand under other terms than the texts: ask at the page that an article names before you pass them on.',
    '',
  ].join('\n');
}
