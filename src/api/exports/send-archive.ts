import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Archive } from '../../exports/archives/archive';
import type { MarkedRequest } from '../http/data-sender';
import { matchesEtag } from '../../params/matches-etag';
import { sendHead } from './send-stream';

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/** Sends an archive, or the part of it that is asked for (RFC 9110, 14), while it is made as well. */
export async function sendArchive(
  request: FastifyRequest,
  reply: FastifyReply,
  { archive, etag, headers }: { archive: () => Promise<Archive>; etag: string; headers: Record<string, string> },
): Promise<void> {
  const { 'if-none-match': ifNoneMatch, 'if-range': ifRange, range } = request.headers;
  reply.headers({ ...headers, etag, 'accept-ranges': 'bytes', 'cache-control': 'public, max-age=0, must-revalidate' });
  if (matchesEtag(ifNoneMatch, etag)) return sendHead(reply.code(304));
  let found = await archive();
  const isPart = range !== undefined && RANGE.test(range) && (ifRange === undefined || ifRange === etag);
  const isHead = (request.raw as MarkedRequest).wasHead === true;
  // A part of what is not there yet cannot be told from one that never will be; HEAD tells the length.
  if (isPart || isHead) found = await found.whole();
  const bytes = found.bytes ?? 0;
  const part = isPart ? rangeOf(range, bytes) : null;
  if (isPart && part === null) {
    return sendHead(reply.code(416).header('content-range', `bytes */${bytes}`));
  }
  if (part) reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${bytes}`);
  if (found.bytes !== null) reply.header('content-length', part ? part.end - part.start + 1 : bytes);
  if (isHead) return sendHead(reply);
  await reply.send(found.read(part ?? undefined));
}

/** Null where the range is outside. */
function rangeOf(range: string, bytes: number): { start: number; end: number } | null {
  const [, first = '', last = ''] = RANGE.exec(range) ?? [];
  if (first === '' && last === '') return null;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return start <= end && start < bytes ? { start, end } : null;
}
