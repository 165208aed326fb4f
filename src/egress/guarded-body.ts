import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { EgressError } from './egress-error';

export type ContentEncoding = 'gzip' | 'deflate' | 'br';

export interface BodyLimits {
  /** Most bytes after decoding. */
  maxBytes: number;
  /** A window of `stallMs` must bring at least `minBytesPerWindow` while the consumer waits. */
  stallMs: number;
  minBytesPerWindow: number;
  /** Bytes that the answer must have, where that is known. */
  exactBytes?: number | undefined;
}

const DECODERS = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);
/** Codings that change the bytes and that nothing here decodes. */
const UNDECODABLE = new Set(['zstd', 'compress', 'x-compress', 'exi', 'pack200-gzip', 'dcb', 'dcz']);

/**
 * Decodes the one coding that Content-Encoding names. Tokens that are no codings (`UTF-8`, `none`, `aws-chunked`) are
 * passed over, as every browser does; several codings, or one that is not decoded here, are an `encoding` failure.
 */
export function decodedBody(body: Readable, header = ''): Readable {
  const tokens = header.split(',').map((token) => token.trim().toLowerCase());
  const codings = tokens.filter((token) => DECODERS.has(token) || UNDECODABLE.has(token));
  const [coding] = codings;
  if (coding === undefined) return body;
  const decoder = codings.length === 1 ? DECODERS.get(coding)?.() : undefined;
  if (!decoder) throw new EgressError('encoding', 'The server answered in an encoding that was not asked for.');
  // The error reaches the reader through the decoder.
  pipeline(body, decoder, () => undefined);
  return decoder;
}

/**
 * The decoded chunks of a body, whole or not at all: throws EgressError when there are too many bytes, when they come
 * too slowly, or when the connection ends early. `stop` ends the request; `reason` tells why it was ended from outside.
 */
export async function* guardedChunks(
  source: Readable,
  limits: BodyLimits,
  stop: (error: EgressError) => void,
  reason: () => EgressError | null,
): AsyncGenerator<Buffer, void, void> {
  let total = 0;
  let window = 0;
  let waiting = true;
  const watchdog = setInterval(() => {
    if (waiting && window < limits.minBytesPerWindow) stop(new EgressError('timeout', 'The server sends too slowly.'));
    window = 0;
  }, limits.stallMs);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      waiting = false;
      total += chunk.length;
      window += chunk.length;
      if (total > limits.maxBytes) throw tooLarge();
      yield chunk;
      // A slow consumer is no fault of the server: its time starts when it is asked again.
      window += limits.minBytesPerWindow;
      waiting = true;
    }
    if (limits.exactBytes !== undefined && total !== limits.exactBytes) {
      throw new EgressError('partial', 'The server sent a part instead of the whole.');
    }
  } catch (error) {
    throw reason() ?? bodyFailure(error);
  } finally {
    clearInterval(watchdog);
    source.destroy();
  }
}

export function tooLarge(): EgressError {
  return new EgressError('too-large', 'The answer is too large.');
}

function bodyFailure(error: unknown): EgressError {
  if (error instanceof EgressError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const isDecoding = code.startsWith('Z_') || code.startsWith('ERR__ERROR_') || code.startsWith('ERR_BROTLI');
  // Z_BUF_ERROR is zlib's word for "the input ended early".
  if (isDecoding && code !== 'Z_BUF_ERROR') {
    return new EgressError('encoding', 'The answer cannot be decoded.', { cause: error });
  }
  return new EgressError('cut', 'The answer ended early.', { cause: error });
}
