import { singular } from './singular';
import { toPlainLetters } from './fold';

/** Words by which templates call themselves infoboxes, and that say nothing of the kind. */
const TEMPLATE_WORDS = new Set(
  `infobox info box sidebar taxobox summary data table header template stub main page article new old generic general
  default basic custom portable pi lua lore online base`.split(/\s+/),
);

/**
 * The words of an infobox type in the singular, without those that only say that it is one: `MonsterInfo`,
 * `Infobox_monsters` and `Monster/Infobox` are all `monster`. Of "event or exhibition" the first counts.
 */
export function typeWords(type: string): string[] {
  const spaced = type
    .replace(/^\s*template:/i, '')
    .replace(/(\p{Ll}|\p{N})(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$& ');
  const words = toPlainLetters(spaced)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .flatMap((word) => word.split(/^(infobox|sidebar)|(infobox|sidebar|info)$/))
    .filter((word) => word);
  const end = words.findIndex((word, i) => i > 0 && (word === 'or' || word === 'and'));
  const kept = (end < 0 ? words : words.slice(0, end)).filter((word) => !TEMPLATE_WORDS.has(word));
  return kept.map((word) => singular(word));
}
