import type { AnswerForm } from './answer-form';
import type { Encoding } from './encodings';

/** Raised when the presenters' JSON changes, so that caches outside do not keep the old shape. */
const SHAPE = 1;

/** The strong ETag of an answer made of one dataset and the images seen so far, in one form and encoding. */
export function dataEtag(
  datasetKey: string,
  imageRevision: number | string,
  { form, encoding }: { form: AnswerForm; encoding: Encoding },
): string {
  return `"${datasetKey}-${SHAPE}.${imageRevision}${FORM[form]}${SUFFIX[encoding]}"`;
}

const FORM: Record<AnswerForm, string> = { json: '', markdown: '-md' };
const SUFFIX: Record<Encoding, string> = { identity: '', gzip: '-gz', br: '-br' };
