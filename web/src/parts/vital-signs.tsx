import type { CacheStats, Health } from '../api/types';
import { bytes, count, dateTime, duration, plural } from '../words';

type Mood = 'good' | 'warm' | 'plain';

interface Sign {
  label: string;
  value: string;
  detail: string;
  mood: Mood;
}

const SOURCES: Record<string, string> = { postgres: 'Postgres', file: 'Files' };

function databaseSign(health: Health): Sign {
  const { connected, embedded, pool, reason } = health.database;
  const isAway = health.troubles.some(({ name }) => name === 'database');
  const use = pool ? `${pool.size - pool.idle} of ${pool.max} connections at work` : '';
  const waiting = pool && pool.waiting > 0 ? `, ${plural(pool.waiting, 'caller')} waiting` : '';
  return {
    label: 'Database',
    value: connected ? 'Connected' : isAway ? 'Away' : 'None',
    detail: connected
      ? `${embedded ? 'Its own Postgres' : 'Your Postgres'}, ${use}${waiting}`
      : `Files answer${reason ? `: ${reason}` : ''}`,
    mood: connected && !isAway ? 'good' : isAway ? 'warm' : 'plain',
  };
}

function healthSigns(health: Health): Sign[] {
  return [
    {
      label: 'Health',
      value: health.status === 'healthy' ? 'Healthy' : 'Degraded',
      detail: `Up for ${duration(health.uptime_seconds)}`,
      mood: health.status === 'healthy' ? 'good' : 'warm',
    },
    databaseSign(health),
    {
      label: 'Answers at hand',
      value: health.cache.enabled ? `${Math.round(health.cache.hit_rate * 100)} %` : 'Off',
      detail: 'of requests came from memory',
      mood: 'plain',
    },
  ];
}

function statsSigns(stats: CacheStats): Sign[] {
  const { images, file_cache: files, postgresql } = stats;
  const formats = Object.entries(images.by_format ?? {})
    .sort(([, a], [, b]) => b - a)
    .map(([format, number]) => `${count(number)} ${format}`);
  return [
    {
      label: 'File cache',
      value: files.exists ? bytes(files.bytes) : 'None',
      detail: files.exists
        ? [plural(files.files, 'file'), files.created_at && `of ${dateTime(files.created_at)}`, files.stale && 'stale']
            .filter(Boolean)
            .join(', ')
        : postgresql.connected
          ? 'Postgres alone holds this universe'
          : 'The bundled universe is served',
      // The bundled universe needs no files.
      mood: files.exists && files.stale ? 'warm' : 'plain',
    },
    {
      label: 'Pictures',
      value: bytes(images.bytes),
      detail: [plural(images.files, 'file'), ...formats.slice(0, 3)].join(' · '),
      mood: 'plain',
    },
    {
      label: 'In Postgres',
      value: postgresql.connected && postgresql.bytes !== null ? bytes(postgresql.bytes) : '—',
      detail: `${plural(stats.total_articles, 'article')}, ${count(stats.articles_with_images)} with a picture`,
      mood: 'plain',
    },
  ];
}

function sourceSign(source: string | null): Sign {
  return {
    label: 'Answers come from',
    value: source ? (SOURCES[source] ?? source) : '—',
    detail: source === 'file' ? 'The same answers, from the files' : 'X-Data-Source of the last answer',
    mood: source === 'file' ? 'warm' : source ? 'good' : 'plain',
  };
}

/** The figures by which an operator sees that all is well. */
export function VitalSigns(props: { health: Health | null; stats: CacheStats | null; source: string | null }) {
  const signs = [
    sourceSign(props.source),
    ...(props.health ? healthSigns(props.health) : []),
    ...(props.stats ? statsSigns(props.stats) : []),
  ];
  return (
    <section aria-labelledby="signs">
      <h2 id="signs">Vital signs</h2>
      <dl class="signs">
        {signs.map(({ label, value, detail, mood }) => (
          <div key={label} class={`sign is-${mood}`}>
            <dt>{label}</dt>
            <dd class="sign-value">{value}</dd>
            <dd class="sign-detail">{detail}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
