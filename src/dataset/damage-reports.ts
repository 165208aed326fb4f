import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';

/** Rows of a dataset that a source does not give as they were written. */
export interface Damage {
  universe: string;
  source: 'postgres' | 'file';
  titles: readonly string[];
}

/** Hears of damage from whoever reads, and tells whoever repairs, by the event `found`. */
@Injectable()
export class DamageReports extends EventEmitter<{ found: [Damage] }> {
  report(damage: Damage): void {
    this.emit('found', damage);
  }
}
