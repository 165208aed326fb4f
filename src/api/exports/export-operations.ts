import type { Export } from '../../exports/export';
import { EXPORTS, type ExportId } from '../../exports/exports';
import { fromData, type Operation } from '../openapi/operation';

/** What the document says of the exports. */
export const EXPORT_OPERATIONS = Object.fromEntries(EXPORTS.map((one) => [one.id, describe(one)])) as Record<
  ExportId,
  Operation
>;

function describe({ path, summary, description, mediaType, answer }: Export): Operation {
  return fromData({
    tag: 'Exports',
    summary,
    description,
    answer: answer?.() ?? { mediaType, description: `${summary}.` },
    problems: ['UNKNOWN_CATEGORY', ...(path.endsWith('*') ? (['ARTICLE_NOT_FOUND'] as const) : [])],
  });
}
