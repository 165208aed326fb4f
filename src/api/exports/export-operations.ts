import type { Export } from '../../exports/export';
import { EXPORTS, type ExportId } from '../../exports/exports';
import { article, licence } from '../openapi/shapes';
import { fromData, type Operation } from '../openapi/operation';

/** What the document says of the exports. */
export const EXPORT_OPERATIONS = Object.fromEntries(EXPORTS.map((one) => [one.id, describe(one)])) as Record<
  ExportId,
  Operation
>;

function describe({ path, summary, description, mediaType, answer, problems = [] }: Export): Operation {
  return fromData({
    tag: 'Exports',
    summary,
    description,
    answer: answer?.({ article, licence }) ?? { mediaType, description: `${summary}.` },
    problems: [...problems, ...(path.endsWith('*') ? (['ARTICLE_NOT_FOUND'] as const) : [])],
  });
}
