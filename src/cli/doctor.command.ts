import { UsageError } from './usage-error';

/** `npm run doctor`. */
export async function doctorCommand(_argv: string[]): Promise<void> {
  throw new UsageError('not yet');
}
