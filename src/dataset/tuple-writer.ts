const JSONB_VERSION = 1;
/** Time 0 of Postgres. */
export const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
/** Bytes up to which a loop of our own is quicker than a call of `copy`. */
const SHORT = 48;
const ZERO = 0x30;
const LAST_ASCII = 0x7f;

/**
 * Writes tuples of PostgreSQL's binary COPY format, field by field, to a buffer that grows. What is text already as
 * bytes is copied from where it lies.
 */
export class TupleWriter {
  private buffer: Buffer;
  private numbers: DataView;
  private used = 0;
  private jsonAt = 0;

  constructor(initialBytes = 1 << 20) {
    this.buffer = Buffer.allocUnsafeSlow(initialBytes);
    this.numbers = new DataView(this.buffer.buffer);
  }

  /** What was written and not taken yet: its length in bytes. */
  get bytes(): number {
    return this.used;
  }

  /** What was written from `start` on; lent until the next call. */
  from(start: number): Buffer {
    return this.buffer.subarray(start, this.used);
  }

  beginTuple(fields: number): void {
    this.reserve(2);
    this.numbers.setInt16(this.used, fields);
    this.used += 2;
  }

  null(): void {
    this.int4(-1);
  }

  text(value: string | null): void {
    if (value === null) return this.null();
    this.reserve(4 + value.length * 3);
    const at = this.used + 4;
    const isPut = value.length <= SHORT && this.writeAscii(value, at);
    const length = isPut ? value.length : this.buffer.write(value, at);
    this.numbers.setInt32(this.used, length);
    this.used = at + length;
  }

  /** A text that lies in `bytes`, as UTF-8. */
  textOf(bytes: Buffer, start: number, end: number): void {
    this.int4(end - start);
    this.put(bytes, start, end);
  }

  jsonb(json: string | null): void {
    if (json === null) return this.null();
    this.beginJson();
    this.reserve(json.length * 3);
    this.used += this.buffer.write(json, this.used);
    this.endJson();
  }

  /** Begins a jsonb, whose JSON is what is put until `endJson`. */
  beginJson(): void {
    this.reserve(5);
    this.jsonAt = this.used;
    this.buffer[this.used + 4] = JSONB_VERSION;
    this.used += 5;
  }

  endJson(): void {
    this.numbers.setInt32(this.jsonAt, this.used - this.jsonAt - 4);
  }

  /** Puts bytes as they are. */
  put(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    this.reserve(length);
    const { buffer, used } = this;
    if (length > SHORT) bytes.copy(buffer, used, start, end);
    else for (let i = 0; i < length; i++) buffer[used + i] = bytes[start + i]!;
    this.used = used + length;
  }

  /** Puts all of some bytes. */
  putAll(bytes: Buffer): void {
    this.put(bytes, 0, bytes.length);
  }

  putByte(byte: number): void {
    this.reserve(1);
    this.buffer[this.used++] = byte;
  }

  /** Puts a text of ASCII as it is. */
  putAscii(text: string): void {
    this.reserve(text.length);
    this.writeAscii(text, this.used);
    this.used += text.length;
  }

  /** Puts the digits of an integer from 0 on. */
  putInteger(value: number): void {
    let digits = 1;
    for (let bound = 10; value >= bound; bound *= 10) digits++;
    this.reserve(digits);
    this.used += digits;
    for (let at = this.used, left = value; digits > 0; digits--) {
      const tens = Math.floor(left / 10);
      this.buffer[--at] = ZERO + (left - tens * 10);
      left = tens;
    }
  }

  int8(value: number): void {
    this.reserve(12);
    const high = Math.floor(value / 0x1_0000_0000);
    this.numbers.setInt32(this.used, 8);
    this.numbers.setInt32(this.used + 4, high);
    this.numbers.setUint32(this.used + 8, value - high * 0x1_0000_0000);
    this.used += 12;
  }

  /** Microseconds since 2000-01-01, as Postgres keeps them. */
  timestamp(ms: number): void {
    this.int8((ms - POSTGRES_EPOCH_MS) * 1000);
  }

  /** What was written; lent until something else is. */
  take(): Buffer {
    const taken = this.from(0);
    this.used = 0;
    return taken;
  }

  /** Writes a text of ASCII where there is room for it; false where it is another text. */
  private writeAscii(text: string, at: number): boolean {
    const { buffer } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > LAST_ASCII) return false;
      buffer[at + i] = code;
    }
    return true;
  }

  private int4(value: number): void {
    this.reserve(4);
    this.numbers.setInt32(this.used, value);
    this.used += 4;
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.buffer.length * 2, this.used + bytes));
    this.buffer.copy(grown, 0, 0, this.used);
    this.buffer = grown;
    this.numbers = new DataView(grown.buffer);
  }
}
