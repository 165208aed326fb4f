import { serveTask } from '../../processes/serve-task';
import { carryOutFill, type FillOutcome, type FillProgress, type FillTask } from './fill-task';

serveTask<FillTask, FillProgress, FillOutcome>(carryOutFill);
