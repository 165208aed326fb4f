import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
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

const DECODERS = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };

/** Decodes one declared encoding; none, several or one that was not asked for is an `encoding` failure. */
export function decodedBody(body: Readable, header: string | undefined, offered: readonly ContentEncoding[]): Readable {
  const name = (header ?? '')
    .trim()
    .toLowerCase()
    .replace(/^x-gzip$/, 'gzip');
  if (name === '' || name === 'identity') return body;
  const encoding = offered.find((one) => one === name);
  if (!encoding) throw new EgressError('encoding', 'The server answered in an encoding that was not asked for.');
  const decoder = DECODERS[encoding]();
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
