import { readZip } from '../harness/read-zip';

/** An answer of `changes`. */
export interface ChangesPage {
  from: string;
  to: string;
  total: number;
  items: {
    id: number;
    title: string;
    change: 'created' | 'updated' | 'deleted';
    article?: Record<string, unknown>;
  }[];
  next_cursor: string | null;
}

/** What belongs to an installation or to the time of its making. */
const LEFT_OUT = ['image_cached', 'image_width', 'image_height', 'placeholder', 'scraped_at', 'licence'];

/** A client's copy of a universe, as it is kept with `pack.zip` and `changes`. */
export class Follower {
  private constructor(
    readonly articles: Map<number, object>,
    public version: string,
  ) {}

  /** Takes the pack of a service; `of` is the address of a universe. */
  static async take(of: string): Promise<Follower> {
    const response = await fetch(`${of}/pack.zip`);
    const files = await readZip(Buffer.from(await response.arrayBuffer()));
    const lines = files.get('articles.ndjson')!.toString().trimEnd().split('\n');
    const articles = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    return new Follower(
      new Map(articles.map((one) => [one.id as number, kept(one)])),
      response.headers.get('x-dataset-version') ?? '',
    );
  }

  /** What a client does: applies every page, and remembers the `to` of the first one. Gives the status of a refusal. */
  async follow(of: string, limit: number): Promise<number> {
    let to = '';
    for (let cursor = ''; ;) {
      const response = await fetch(`${of}/changes?since=${this.version}&include=articles&limit=${limit}${cursor}`);
      if (response.status !== 200) return response.status;
      const page = (await response.json()) as ChangesPage;
      to ||= page.to;
      for (const { id, change, article } of page.items) {
        if (change === 'deleted') this.articles.delete(id);
        else this.articles.set(id, kept(article!));
      }
      if (page.next_cursor === null) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    this.version = to;
    return 200;
  }

  clone(): Follower {
    return new Follower(new Map(this.articles), this.version);
  }
}

function kept(article: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(article).filter(([name]) => !LEFT_OUT.includes(name)));
}
