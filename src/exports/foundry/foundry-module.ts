import type { UniverseView } from '../../catalogue/universe-view';
import { htmlText, nameText } from './foundry-html';

/** The name of the compendium in its module. */
export const COMPENDIUM = 'lore';

/** Small letters, digits and hyphens, as ids of packages are. */
export function moduleId(universe: string): string {
  return `lorekeeper-${universe.replaceAll('_', '-')}`;
}

/** `module.json`. */
export function moduleOf({ universe, definition, directory }: UniverseView): object {
  const { key, licence, scrapedAt } = directory.info;
  const name = nameText(definition.name);
  const credit = [licence.attribution, licence.name].filter((part) => part).join(' · ');
  return {
    id: moduleId(universe),
    title: `${name}: lore`,
    description: htmlText(`Journal entries from the wiki of ${name}. ${credit}`),
    version: versionOf(scrapedAt),
    compatibility: { minimum: '12', verified: '13' },
    authors: [{ name: nameText(licence.attribution ?? name) }],
    license: 'ATTRIBUTION.md',
    packs: [
      {
        name: COMPENDIUM,
        label: name,
        path: `packs/${COMPENDIUM}`,
        type: 'JournalEntry',
        ownership: { PLAYER: 'OBSERVER', ASSISTANT: 'OWNER' },
        flags: {},
      },
    ],
    flags: { lorekeeper: { universe, dataset_version: key, licence } },
  };
}

/** A later one is higher, part by part: 2026.1.31. */
function versionOf(time: string): string {
  return time.slice(0, 10).split('-').map(Number).join('.');
}
