import { resolve } from 'node:path';
import { CORPUS_IMAGE_ORIGIN, generateCorpus } from './corpus/generate-corpus';
import { FillProgress } from './fill-progress';
import { interrupted } from './interrupted';
import { readOptions } from './read-options';
import { getUniverseOption } from './universe-option';
import { UsageError } from './usage-error';

const MOST = 20_000_000;
const HELP = `Usage: npm run corpus -- --articles N --out DIR [options]

Invents a universe of any size as a file cache; the same seed gives the same bytes. Serve it with CACHE_DIR=DIR.

  --articles N        how many articles
  --out DIR           the file cache to write into
  --images M          M of the articles have an image, drawn into DIR/images-<universe>, which any static host can serve
  --image-origin URL  where that folder will be served (${CORPUS_IMAGE_ORIGIN})
  --seed S            any text (1)
  --universe ID       what the universe is called (corpus)
  --text              every article has a whole text, 5 kB on average and 200 kB at most; DIR/questions-<universe>.json
                      holds questions to them and the sections that answer them
  --dump FILE         the same universe as a MediaWiki export as well, .xml or .xml.gz
`;

/** `npm run corpus`. */
export async function corpusCommand(argv: string[]): Promise<void> {
  const values = readOptions(argv, HELP, {
    articles: { type: 'string' },
    images: { type: 'string', default: '0' },
    out: { type: 'string' },
    seed: { type: 'string' },
    universe: { type: 'string', default: 'corpus' },
    'image-origin': { type: 'string', default: CORPUS_IMAGE_ORIGIN },
    text: { type: 'boolean', default: false },
    dump: { type: 'string' },
  });
  if (!values) return;
  if (values.articles === undefined || values.out === undefined)
    throw new UsageError(`--articles and --out are needed\n\n${HELP}`);
  if (values.dump !== undefined && !/\.xml(\.gz)?$/.test(values.dump))
    throw new UsageError('--dump: the name must end in .xml or .xml.gz');
  const universe = getUniverseOption(values.universe);
  const articles = count('--articles', values.articles, 1, MOST);
  const images = count('--images', values.images, 0, articles);
  const imageOrigin = values['image-origin'].replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]/.test(imageOrigin)) throw new UsageError('--image-origin must be an http(s) address');

  const progress = await FillProgress.open();
  try {
    const { dir, manifest, imagesDir, questionsPath } = await generateCorpus({
      articles,
      images,
      imageOrigin,
      out: resolve(values.out),
      seed: values.seed,
      universe,
      text: values.text,
      dump: values.dump === undefined ? undefined : resolve(values.dump),
      onProgress: (what, done, total) => progress.show(`Inventing ${what}`, done, total),
      signal: interrupted(),
    });
    progress.say(`${manifest.articles.toLocaleString('en')} articles in ${dir}`);
    if (imagesDir !== null) progress.say(`${images.toLocaleString('en')} images in ${imagesDir}, for ${imageOrigin}/`);
    if (questionsPath !== null) progress.say(`Questions to the texts: ${questionsPath}`);
    if (values.dump !== undefined) progress.say(`MediaWiki export: ${resolve(values.dump)}`);
  } finally {
    progress.stop();
  }
}

function count(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${option} must be a whole number from ${least} to ${most.toLocaleString('en')}`);
}
