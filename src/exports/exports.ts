import { ARTICLES_EXPORT } from './articles.export';
import { CHANGES_EXPORT } from './changes/changes.export';
import { CHARACTER_EXPORT } from './sillytavern/character.export';
import { DISCORD_EXPORT } from './discord.export';
import { FEED_EXPORT } from './changes/feed.export';
import { FOUNDRY_EXPORT } from './foundry/foundry.export';
import { LOREBOOK_EXPORT } from './sillytavern/lorebook.export';
import { PACK_EXPORT } from './pack/pack.export';

/** Every export; a new one is a file and a line here. */
export const EXPORTS = [
  ARTICLES_EXPORT,
  CHANGES_EXPORT,
  FEED_EXPORT,
  LOREBOOK_EXPORT,
  CHARACTER_EXPORT,
  FOUNDRY_EXPORT,
  DISCORD_EXPORT,
  PACK_EXPORT,
] as const;

export type ExportId = (typeof EXPORTS)[number]['id'];
