const INT = 4;
const ID_BYTES = 8;
/** A tuple begins with the number of its fields. */
const COUNT_BYTES = 2;

/** What stands first in a row: its id, title and category. */
export class RowHead {
  bytes: Buffer = Buffer.alloc(0);
  id = 0;
  titleStart = 0;
  titleEnd = 0;
  categoryStart = 0;
  categoryEnd = 0;

  /** Reads the head of the tuple that begins at `start`. */
  read(bytes: Buffer, start: number): void {
    this.bytes = bytes;
    const universe = start + COUNT_BYTES;
    const id = universe + INT + bytes.readInt32BE(universe) + INT;
    this.id = bytes.readInt32BE(id) * 0x1_0000_0000 + bytes.readUInt32BE(id + INT);
    const title = id + ID_BYTES;
    this.titleStart = title + INT;
    this.titleEnd = this.titleStart + bytes.readInt32BE(title);
    this.categoryStart = this.titleEnd + INT;
    this.categoryEnd = this.categoryStart + bytes.readInt32BE(this.titleEnd);
  }

  get title(): string {
    return this.bytes.toString('utf8', this.titleStart, this.titleEnd);
  }

  get category(): string {
    return this.bytes.toString('utf8', this.categoryStart, this.categoryEnd);
  }
}
