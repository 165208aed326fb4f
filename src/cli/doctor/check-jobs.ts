import type { JobRunner } from '../../jobs/job-runner';
import { ok, warning, type Finding } from './finding';

/** Whether somebody takes the jobs, and what became of them. Throws JobsUnavailable. */
export async function checkJobs(jobs: JobRunner): Promise<Finding[]> {
  const findings: Finding[] = [];
  const workers = await jobs.workers('image-batch');
  if (workers === 0) findings.push(warning('Workers', 'none takes jobs', 'Start some: npm run worker.'));
  else findings.push(ok('Workers', workers === null ? 'their number cannot be known' : `${workers} take jobs`));
  if (await jobs.isPaused()) {
    findings.push(warning('Jobs', 'the queue is paused: nobody begins one', 'Let it go on: POST /jobs/resume.'));
  }
  const failed = await jobs.listFailed();
  if (failed.length > 0) {
    findings.push(
      warning('Jobs', `${failed.length} failed`, 'See GET /jobs/failed, and POST /jobs/ID/retry to repeat one.'),
    );
  }
  return findings;
}
