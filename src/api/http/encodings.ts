import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { acceptedWeights } from '../../params/accepted-weights';

export type Encoding = 'identity' | 'gzip' | 'br';

/** Below this many bytes, compression gains nothing. */
export const MIN_COMPRESSED_BYTES = 1024;

const COMPRESSIBLE = /^(application\/(json|problem\+json|javascript)|text\/(?!event-stream)|image\/svg)/;
// Above these, an answer that is asked for once costs more to pack than to send.
const BROTLI_QUALITY = 4;
const GZIP_LEVEL = 5;

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** The best encoding that the caller takes: brotli before gzip where they are wanted alike. */
export function negotiateEncoding(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined || acceptEncoding === '') return 'identity';
  if (acceptEncoding === 'gzip, deflate, br' || acceptEncoding === 'br') return 'br';
  const weights = acceptedWeights(acceptEncoding);
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*') ?? 0;
  const br = weightOf('br');
  const gz = Math.max(weightOf('gzip'), weights.get('x-gzip') ?? 0);
  const plain = weights.get('identity') ?? 0;
  if (br > 0 && br >= gz && br >= plain) return 'br';
  return gz > 0 && gz >= plain ? 'gzip' : 'identity';
}

/** Whether an answer of this type gets smaller when packed. */
export function isCompressible(contentType: string): boolean {
  return COMPRESSIBLE.test(contentType);
}

/** Packs a whole body, outside the event loop. */
export function compress(body: Buffer, encoding: 'gzip' | 'br'): Promise<Buffer> {
  if (encoding === 'gzip') return deflate(body, { level: GZIP_LEVEL });
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  return brotli(body, { params });
}
