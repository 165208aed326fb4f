import { apiUrl, dataSource, wikiUrl } from '../api/client';
import { live, prefetch } from '../api/prefetch-events';
import { useResource } from '../api/resource';
import { useSignal } from '../api/signal';
import type { CacheStats, Health, PrefetchStatus, Progress } from '../api/types';
import { Controls } from '../parts/controls';
import { History } from '../parts/history';
import { OnlyDemo } from '../parts/only-demo';
import { RunProgress } from '../parts/run-progress';
import { stageShort } from '../parts/stages';
import { jobTroubles, Troubles } from '../parts/troubles';
import { VitalSigns } from '../parts/vital-signs';
import { useTitle } from '../title';
import { currentUniverse, useUniverses } from '../universe';
import { dateTime, duration, plural } from '../words';
import { useEffect } from 'preact/hooks';

const REFRESH_MS = 5000;

function headline(
  status: PrefetchStatus | null,
  health: Health | null,
  source: string | null,
  nameOf: (universe: string) => string,
): [string, string] {
  const progress = status?.progress;
  if (!status || !progress) return ['Listening…', ''];
  if (status.is_running) return [running(progress, status.stages, nameOf), eta(progress)];
  if (progress.stage === 'failed') return ['The last run failed', 'The data are as they were before it.'];
  if (progress.stage === 'cancelled') return ['The last run was cancelled', 'The data are as they were before it.'];
  if (health?.troubles.some(({ name }) => name === 'database')) {
    return ['Postgres is away', 'Answers come from the files, and nothing is lost.'];
  }
  if (health?.status === 'degraded' || jobTroubles(status).length > 0)
    return ['Something needs attention', 'Everything else goes on.'];
  if (progress.stage === 'idle') return ['At rest', 'Nothing has been prefetched since the start.'];
  const sum = `${plural(progress.articles_total, 'article')}, complete since ${dateTime(progress.completed_at)}.`;
  return ['Everything is in its drawer', source === 'file' ? `${sum} Answers come from the files.` : sum];
}

function running(
  { stage, percent, universe }: Progress,
  stages: PrefetchStatus['stages'],
  nameOf: (universe: string) => string,
): string {
  if (stage === 'waiting') return 'Waiting for another instance';
  return `${stageShort(stage, stages)}${universe ? ` ${nameOf(universe)}` : ''}, ${Math.floor(percent)} %`;
}

function eta({ eta_seconds, stage, waiting_for: other }: Progress): string {
  if (stage === 'waiting') {
    const since = other ? `${other.holder} builds since ${dateTime(other.since)}` : 'Another instance builds';
    return `${since}; this one follows within seconds.`;
  }
  return eta_seconds === null
    ? 'Readers see the data as they were until it is done.'
    : `${eta_seconds < 1 ? 'Under a second' : `About ${duration(eta_seconds)}`} to go.`;
}

function isAnswered({ data, error }: { data: unknown; error: unknown }): boolean {
  return data !== null || error !== null;
}

/** How the service is, what it is doing, and what it has done. */
export function StatusView() {
  useTitle('Status');
  const status = useSignal(prefetch);
  const source = useSignal(dataSource);
  const isLive = useSignal(live);
  const chosen = useSignal(currentUniverse);
  const { universes } = useUniverses();
  const health = useResource<Health>(apiUrl('health'));
  const stats = useResource<CacheStats>(wikiUrl(['cache', 'stats'], { universe: chosen ?? undefined }));
  const { reload: reloadHealth } = health;
  const { reload: reloadStats } = stats;
  const stage = status?.progress.stage;
  useEffect(() => {
    const timer = setInterval(() => {
      reloadHealth();
      reloadStats();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [reloadHealth, reloadStats]);
  useEffect(() => {
    if (stage) reloadStats();
  }, [stage, reloadStats]);

  const nameOf = (id: string) => universes.find((one) => one.id === id)?.name ?? id.replaceAll('_', ' ');
  const [title, text] = headline(status, health.data, source, nameOf);
  const all = Object.entries(status?.universes ?? {});
  // One after the other they would push each other down.
  const isComplete = status !== null && isAnswered(health) && isAnswered(stats);
  return (
    <div class="status">
      <div class="status-head">
        <p class="call-number">
          {isLive ? 'Live' : 'Reconnecting…'} {health.data && ` · version ${health.data.version}`}
        </p>
        <h1 class="status-title">{title}</h1>
        <p class="section-text" role="status">
          {text}
        </p>
      </div>
      {isComplete && (
        <>
          <OnlyDemo universes={universes} />
          <Troubles health={health.data} status={status} />
          {status && all.length === 0 && <RunProgress progress={status.progress} stages={status.stages} name={null} />}
          {all.map(([id, progress]) => (
            <RunProgress key={id} progress={progress} stages={status?.stages ?? []} name={nameOf(id)} />
          ))}
          <Controls status={status} universes={universes} isLocked={health.data?.authentication === false} />
          <VitalSigns health={health.data} stats={stats.data} source={source} />
          <History operations={stats.data?.recent_operations ?? null} />
        </>
      )}
    </div>
  );
}
