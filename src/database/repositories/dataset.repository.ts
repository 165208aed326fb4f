import type { Database } from '../database';
import { unpackParts } from '../directory-pack';
import { LONG_PATIENCE } from '../statement';

/** Parts that are read at once. */
const PARTS = 16;

/** Reads what was published beside the rows. */
export class DatasetRepository {
  constructor(private readonly database: Database) {}

  /**
   * A dataset's packed directory, in order and in chunks. They end early where another dataset was published meanwhile,
   * so the reader must check what it got whole. Throws Unreachable.
   */
  private async *directoryChunks(universe: string, key: string): AsyncGenerator<Buffer> {
    for (let part = 0; ; part += PARTS) {
      const [row] = await this.database.read<{ bytes: string | null }>(
        {
          // The driver knows bytes only as hexadecimal digits, which are half as long again as base64.
          text: `SELECT encode(string_agg(bytes, '' ORDER BY part), 'base64') AS bytes
                   FROM public.lorekeeper_dataset_files
                  WHERE universe = $1 AND key = $2 AND part >= $3 AND part < $4`,
          values: [universe, key, part, part + PARTS],
        },
        { universe, key },
        LONG_PATIENCE,
      );
      if (!row?.bytes) return;
      yield Buffer.from(row.bytes, 'base64');
    }
  }

  /** The directory of a dataset, at an offset divisible by 8; null where it is not there (any more). Throws Unreachable. */
  async readDirectory(universe: string, key: string): Promise<Buffer | null> {
    const [facts] = await this.database.read<{ bytes: number | null }>(
      {
        text: `SELECT sum(octet_length(bytes))::int AS bytes FROM public.lorekeeper_dataset_files
                WHERE universe = $1 AND key = $2`,
        values: [universe, key],
      },
      { universe, key },
      LONG_PATIENCE,
    );
    const chunks: Buffer[] = [];
    for await (const chunk of this.directoryChunks(universe, key)) chunks.push(chunk);
    const whole = Buffer.concat(chunks);
    return facts?.bytes && whole.length === facts.bytes ? unpackParts(whole) : null;
  }

  /** Universes whose published dataset a newer version of this program built. Throws Unreachable. */
  async listNewerThan(version: number): Promise<string[]> {
    const rows = await this.database.read<{ universe: string }>({
      text: `SELECT universe FROM public.lorekeeper_datasets WHERE (info->>'version')::int > $1 ORDER BY universe`,
      values: [version],
    });
    return rows.map(({ universe }) => universe);
  }
}
