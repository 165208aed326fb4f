/** Where the process is in its life, as far as callers may notice. */
export class Lifecycle {
  private phase: 'serving' | 'draining' | 'closed' = 'serving';

  /** `/ready` says no from now on, so that balancers send nobody new; requests are still answered. */
  drain(): void {
    if (this.phase === 'serving') this.phase = 'draining';
  }

  /** New requests are refused from now on; those that run may end. */
  close(): void {
    this.phase = 'closed';
  }

  get isServing(): boolean {
    return this.phase === 'serving';
  }

  get isClosed(): boolean {
    return this.phase === 'closed';
  }
}
