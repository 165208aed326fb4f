import { createHash } from 'node:crypto';

/** A file of an archive as its manifest lists it. */
export interface FileFacts {
  name: string;
  bytes: number;
  sha256: string;
  records: number;
}

/** Counts and hashes what passes: pieces of whole lines. */
export class FileDigest {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private records = 0;

  constructor(private readonly name: string) {}

  add(piece: Buffer, records: number): Buffer {
    this.hash.update(piece);
    this.bytes += piece.length;
    this.records += records;
    return piece;
  }

  facts(): FileFacts {
    return { name: this.name, bytes: this.bytes, sha256: this.hash.digest('hex'), records: this.records };
  }
}
