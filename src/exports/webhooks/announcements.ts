import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Catalogue } from '../../catalogue/catalogue';
import type { Change } from '../../dataset/changes';
import type { Run } from '../../prefetch/run';
import { ChangeHistory, type PublishedChanges } from '../changes/change-history';
import { Webhooks } from './webhooks';

/** Says what happened to those who want to be told. */
@Injectable()
export class Announcements {
  /** The datasets that were served when they were looked at last, by universe. */
  private readonly seen = new Map<string, string>();

  constructor(
    private readonly webhooks: Webhooks,
    @Inject(Catalogue) private readonly catalogue: Pick<Catalogue, 'servable' | 'current'>,
    @Inject(ChangeHistory) private readonly changes: Pick<ChangeHistory, 'leadingTo'>,
  ) {}

  /** To be called when another dataset may be served than before, and where what it changed is known. */
  async look(): Promise<void> {
    if (!this.webhooks.isUsed) return;
    for (const universe of this.catalogue.servable()) {
      const key = this.catalogue.current(universe)?.directory.info.key;
      if (key === undefined || this.seen.get(universe) === key) continue;
      this.seen.set(universe, key);
      await this.published(universe, key);
    }
  }

  /** A run that ended, if it failed. */
  async ended({ id, universe, progress }: Run): Promise<void> {
    const { stage, errors } = progress.toReport();
    if (stage !== 'failed') return;
    await this.webhooks.tell({
      id: eventId('run.failed', id),
      type: 'run.failed',
      data: { universe, run_id: id, errors: errors.map(({ code, message }) => ({ code, message })) },
    });
  }

  /** By the publication that led to it: files that answer for a while with an older dataset publish nothing. */
  private async published(universe: string, key: string): Promise<void> {
    const last = (await this.changes.leadingTo(universe, key).next()).value as PublishedChanges | undefined;
    const count = (kind: Change['change']) => last?.changes.filter(({ change }) => change === kind).length ?? 0;
    const articles = this.catalogue.current(universe)?.directory.count ?? 0;
    await this.webhooks.tell({
      id: eventId('dataset.published', universe, last?.from ?? '', key, String(last?.at ?? '')),
      type: 'dataset.published',
      data: {
        universe,
        from: last?.from ?? null,
        to: key,
        created: last ? count('created') : articles,
        updated: count('updated'),
        deleted: count('deleted'),
        changes_url: last ? `/api/v1/wiki/${universe}/changes?since=${last.from}` : null,
      },
    });
  }
}

/** The same for the same facts, on whatever instance. */
function eventId(...facts: string[]): string {
  return `msg_${createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 32)}`;
}
