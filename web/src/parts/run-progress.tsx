import type { Progress } from '../api/types';
import { count, dateTime, duration, plural } from '../words';
import { stageIndex, stageShort, stepsOf, type Stages } from './stages';

type State = 'done' | 'now' | 'next' | 'broken';

/** The step at which a run stands or fell; the counts tell where one that is over had got to. */
function position(progress: Progress, stages: Stages): number {
  const at = stageIndex(progress.stage, stages);
  if (at >= 0) return at;
  if (progress.stage !== 'failed' && progress.stage !== 'cancelled') return -1;
  if (progress.images_total > 0) return stageIndex('prefetching_images', stages);
  return progress.articles_processed > 0 ? stageIndex('writing_to_postgresql', stages) : 0;
}

function stateOf(index: number, at: number, stage: string): State {
  if (stage === 'completed' || index < at) return 'done';
  if (index > at) return 'next';
  return stage === 'failed' || stage === 'cancelled' ? 'broken' : 'now';
}

const STATE_WORDS: Record<State, string> = { done: 'done', now: 'at work', next: 'to come', broken: 'stopped here' };

/** One universe's run: its way through the stages, its counts, and what went wrong. */
export function RunProgress(props: { progress: Progress; stages: Stages; name: string | null }) {
  const { progress, stages, name } = props;
  const at = position(progress, stages);
  const active = stageIndex(progress.stage, stages) >= 0 && progress.stage !== 'completed';
  return (
    <section class="run" aria-label={name ?? 'Prefetch'}>
      <div class="run-head">
        <h2>{name ?? 'Prefetch'}</h2>
        <p class="call-number">
          {stageShort(progress.stage, stages)}
          {active && ` · ${Math.floor(progress.percent)} %`}
          {active && progress.rate_per_second > 0 && ` · ${count(Math.round(progress.rate_per_second))} a second`}
          {active && progress.eta_seconds !== null && ` · ${duration(progress.eta_seconds)} to go`}
          {!active && progress.completed_at && ` · ${dateTime(progress.completed_at)}`}
        </p>
      </div>
      <ol class="way">
        {stepsOf(stages).map(({ stage, heading, description }, index) => {
          const state = stateOf(index, at, progress.stage);
          return (
            <li key={stage} class={`step is-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
              <span class="step-star" aria-hidden="true" />
              <span class="step-name">
                {heading} <span class="unseen">({STATE_WORDS[state]})</span>
              </span>
              <span class="step-text">{description}</span>
            </li>
          );
        })}
      </ol>
      <Bar
        label="Articles"
        done={progress.articles_processed}
        total={progress.articles_total}
        parts={[
          [progress.articles_created, 'created'],
          [progress.articles_updated, 'updated'],
          [progress.articles_unchanged, 'unchanged'],
          [progress.articles_rejected, 'set aside'],
        ]}
      />
      <Bar
        label="Pictures"
        done={progress.images_downloaded + progress.images_cached + progress.images_failed}
        total={progress.images_total}
        parts={[
          [progress.images_downloaded, 'fetched'],
          [progress.images_cached, 'at hand'],
          [progress.images_failed, 'failed'],
        ]}
      />
      {progress.errors.length > 0 && (
        <div class="troubles">
          <h3>{plural(progress.errors.length, 'kind')} of trouble</h3>
          <ul>
            {progress.errors.map((error) => (
              <li key={error.code + error.message}>
                <span class="call-number">
                  {error.count > 1 ? `${count(error.count)} × ` : ''}
                  {error.code}
                </span>
                {error.message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Bar(props: { label: string; done: number; total: number; parts: [number, string][] }) {
  const { label, done, total, parts } = props;
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const said = parts.filter(([value]) => value > 0).map(([value, word]) => `${count(value)} ${word}`);
  return (
    <div class={`gauge${share === 1 ? ' is-done' : ''}`}>
      <p class="gauge-line">
        <span class="gauge-label">{label}</span>
        <span class="gauge-count">
          {count(done)} of {count(total)}
        </span>
        <span class="gauge-parts">{said.join(' · ')}</span>
      </p>
      <div
        class="gauge-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total || 1}
        aria-valuenow={Math.min(done, total)}
        aria-valuetext={`${count(done)} of ${count(total)}`}
      >
        <span style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
}
