import { createHash } from 'node:crypto';
import type { Database } from '../database';
import { LONG_PATIENCE } from '../statement';

/** A row of `image_cache`: an original on disk, or why there is none. */
export interface ImageRecord {
  url: string;
  localPath: string | null;
  sizeBytes: number | null;
  format: string | null;
  width: number | null;
  height: number | null;
  isValid: boolean;
  errorMessage: string | null;
}

/** Keeps the list of images in step with the disk. */
export class ImageCacheRepository {
  constructor(private readonly database: Database) {}

  /** Records images, new or again; of a URL that comes twice the last counts. Throws Unreachable. */
  async upsert(records: readonly ImageRecord[]): Promise<void> {
    const unique = [...new Map(records.map((record) => [record.url, record])).values()];
    if (unique.length === 0) return;
    await this.database.write({
      text: `INSERT INTO public.image_cache (url_hash, url, local_path, size_bytes, format, width, height, is_valid,
                                             error_message, cached_at)
             SELECT r.*, clock_timestamp()
               FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::int[], $7::int[],
                           $8::boolean[], $9::text[]) AS r
             ON CONFLICT (url_hash) DO UPDATE
               SET local_path = excluded.local_path, size_bytes = excluded.size_bytes, format = excluded.format,
                   width = excluded.width, height = excluded.height, is_valid = excluded.is_valid,
                   error_message = excluded.error_message, cached_at = excluded.cached_at`,
      values: [
        unique.map(({ url }) => createHash('md5').update(url).digest('hex')),
        unique.map(({ url }) => url),
        unique.map(({ localPath }) => localPath),
        unique.map(({ sizeBytes }) => sizeBytes),
        unique.map(({ format }) => format),
        unique.map(({ width }) => width),
        unique.map(({ height }) => height),
        unique.map(({ isValid }) => isValid),
        unique.map(({ errorMessage }) => errorMessage),
      ],
    });
  }

  /** Forgets images by the md5 of their URLs; gives how many were known. Throws Unreachable. */
  async remove(urlHashes: readonly string[]): Promise<number> {
    const { rowCount } = await this.database.write({
      text: 'DELETE FROM public.image_cache WHERE url_hash = ANY ($1::text[])',
      values: [urlHashes],
    });
    return rowCount ?? 0;
  }

  /** All records, in parts, by hash of their URL. Throws Unreachable. */
  async *list(): AsyncGenerator<(ImageRecord & { urlHash: string })[]> {
    let after = '';
    for (;;) {
      const rows = await this.database.read<ImageRecord & { urlHash: string }>(
        {
          text: `SELECT url_hash AS "urlHash", url, local_path AS "localPath", size_bytes AS "sizeBytes", format, width,
                        height, is_valid AS "isValid", error_message AS "errorMessage"
                   FROM public.image_cache WHERE url_hash > $1 ORDER BY url_hash LIMIT 5000`,
          values: [after],
        },
        null,
        LONG_PATIENCE,
      );
      if (rows.length === 0) return;
      yield rows;
      after = rows.at(-1)?.urlHash ?? '';
    }
  }
}
