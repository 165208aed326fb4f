import type { FailureReason } from '../image-failure';
import type { ImageFormat } from '../image-format';

/** What a decoder process is asked; paths are of files in the image folder. */
export type DecoderJob =
  | { op: 'inspect'; path: string }
  | { op: 'convert'; path: string; out: string; width: number | null; format: ImageFormat };

/** What a full decode found out. Sizes are those after EXIF orientation. */
export interface Inspection {
  format: ImageFormat;
  bytes: number;
  width: number;
  height: number;
  frames: number;
  /** Of the file, hex. */
  sha256: string;
  /** Base64 of the thumbhash, at most about 25 bytes. */
  thumbhash: string;
}

export interface Conversion {
  bytes: number;
  width: number;
  height: number;
}

export type DecoderReply =
  | { ok: Inspection | Conversion; rssBytes: number }
  | { failure: { reason: FailureReason; message: string } | { code: string }; rssBytes: number };
