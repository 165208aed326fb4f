import type { ImageFailure } from '../image-failure';
import type { HostOutcome } from './host-gate';

/** What a failure says of the host that it came from. */
export function outcomeOf(failure: ImageFailure): HostOutcome {
  switch (failure.reason) {
    case 'asked_to_wait':
      return { retryAfterMs: failure.extra.retryAfterMs ?? null };
    case 'upstream_error':
    case 'timeout':
    case 'network':
      return 'failed';
    case 'refused':
      return 'refused';
    case 'not_found':
    case 'not_an_image':
    case 'undecodable':
    case 'too_many_pixels':
    case 'too_large':
    case 'bad_answer':
      return 'ok';
    case 'not_a_url':
    case 'not_allowed':
    case 'disk_full':
    case 'disk_not_writable':
    case 'disk_error':
    case 'too_many_files':
    case 'store_away':
    case 'host_unavailable':
    case 'busy':
    case 'aborted':
    case 'internal':
      return 'unknown';
  }
}
