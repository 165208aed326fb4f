import type { ComponentChildren } from 'preact';
import type { ApiError } from '../api/client';

/** What stands where data would, in words. */
export function Notice({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="notice" role="status">
      <p class="notice-title">{title}</p>
      {children && <div class="notice-text">{children}</div>}
    </div>
  );
}

export function ErrorNotice({ error }: { error: ApiError }) {
  return (
    <Notice title={error.status === 404 ? 'Not in this catalogue' : 'That did not work'}>
      <p>{error.message}</p>
    </Notice>
  );
}
