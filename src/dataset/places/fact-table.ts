import { Column } from '../search/column';
import type { Role } from './place-role';

/** One line of an infobox: whose, what it says, the titles that it links to and its texts, in order. */
export interface Line {
  entry: number;
  role: Role;
  /** Numbers of the titles in `FactTable.names`. */
  targets: number[];
  texts: readonly string[];
}

/** The lines that say where things are, with the titles they link to kept once each. */
export class FactTable {
  /** Titles that are linked to. */
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly entries = new Column();
  private readonly starts = new Column();
  private readonly targets = new Column();
  private readonly roles: Role[] = [];
  private readonly texts: (readonly string[])[] = [];

  add(entry: number, role: Role, targets: readonly string[], texts: readonly string[]): void {
    this.entries.push(entry);
    this.starts.push(this.targets.length);
    this.roles.push(role);
    this.texts.push(texts);
    for (const target of targets) this.targets.push(this.numberOf(target));
  }

  /** Every line, in the order in which they were added. */
  *lines(): Generator<Line> {
    for (let line = 0; line < this.roles.length; line++) {
      const end = line + 1 < this.roles.length ? this.starts.at(line + 1) : this.targets.length;
      const targets = Array.from(this.targets.view().subarray(this.starts.at(line), end));
      yield { entry: this.entries.at(line), role: this.roles[line]!, targets, texts: this.texts[line]! };
    }
  }

  private numberOf(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      this.numbers.set(name, (number = this.names.length));
      this.names.push(name);
    }
    return number;
  }
}
