import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import { Config } from '../../config/config';
import { Problem } from '../../problem/problem';

/** Lets through whoever sends the admin key, as `X-API-Key` or as a bearer token; never one from the query. */
@Injectable()
export class AdminGuard implements CanActivate {
  /** null: no key opens the admin routes. */
  private readonly expected: Buffer | null;

  constructor({ server: { adminApiKey } }: Config) {
    this.expected = adminApiKey === null ? null : digest(Buffer.from(adminApiKey, 'utf8'));
  }

  canActivate(context: ExecutionContext): boolean {
    const headers = context
      .switchToHttp()
      .getRequest<{ headers: Record<string, string | string[] | undefined> }>().headers;
    // Without a key configured the same work is done, so that time does not tell.
    const given = digest(Buffer.from(presentedKey(headers), 'latin1'));
    const isEqual = timingSafeEqual(given, this.expected ?? NO_KEY);
    if (isEqual && this.expected) return true;
    throw new Problem('UNAUTHORIZED', 'Send the admin key as X-API-Key or as Authorization: Bearer.');
  }
}

const NO_KEY = Buffer.alloc(32);

/** Node reads headers as latin1; X-API-Key counts alone where it is sent, for game clients send their own bearer. */
function presentedKey(headers: Record<string, string | string[] | undefined>): string {
  const apiKey = headers['x-api-key'];
  if (apiKey !== undefined) return String(apiKey);
  const bearer = /^bearer +(.+)$/i.exec(String(headers.authorization ?? ''));
  return bearer?.[1] ?? '';
}

function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
