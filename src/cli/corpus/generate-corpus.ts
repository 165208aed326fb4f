import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NativeWriter } from '../../file-cache/native-writer';
import type { WrittenManifest } from '../../file-cache/native-manifest';
import { seedOf } from './chance';
import { drawCorpusImages, imageOf, imagePath } from './corpus-images';
import { writeCorpusDump } from './corpus-dump';
import { inventArticle, toRecord } from './invent-article';
import { TextInventor } from './invent-text';
import { Questions } from './questions';
import { Plan } from './plan';

export interface CorpusOptions {
  /** How many articles. */
  articles: number;
  /** The file cache: the universe's folder is made in it, and `images-<universe>` where there are images. */
  out: string;
  /** Any text; the same one gives the same bytes. */
  seed?: string;
  universe?: string;
  /** How many articles have an image of their own. */
  images?: number;
  /** Where the images will be served. */
  imageOrigin?: string;
  /** Gives every article a whole text, and writes questions to them beside the universe. */
  text?: boolean;
  /** Also write the universe as a MediaWiki export: `.xml` or `.xml.gz`. */
  dump?: string;
  onProgress?(what: 'images' | 'articles' | 'dump', done: number, total: number): void;
  signal?: AbortSignal;
}

export interface GeneratedCorpus {
  /** The universe's folder in the file cache. */
  dir: string;
  manifest: WrittenManifest;
  /** Folder of the images, to be served under the image origin; null where there are none. */
  imagesDir: string | null;
  /** File of questions and of the sections that answer them, as JSON; null without texts. */
  questionsPath: string | null;
}

const ARTICLE_URL = 'https://corpus.invalid/wiki/';
export const CORPUS_IMAGE_ORIGIN = 'https://images.corpus.invalid';
/** Fixed, because the same seed gives the same bytes. */
const CREATED_AT = '2026-01-01T00:00:00Z';

/** Invents a universe of any size as a file cache, streamed: memory does not grow with the articles. */
export async function generateCorpus(options: CorpusOptions): Promise<GeneratedCorpus> {
  const { articles, out, universe = 'corpus', images = 0, imageOrigin = CORPUS_IMAGE_ORIGIN, signal } = options;
  const plan = new Plan(articles, seedOf(options.seed ?? '1'));
  const imagesDir = images > 0 ? join(out, `images-${universe}`) : null;
  if (imagesDir !== null) {
    const onProgress = (done: number) => options.onProgress?.('images', done, images);
    await drawCorpusImages({ dir: imagesDir, images, seed: plan.seed, onProgress, signal });
  }
  const numberOfImage = (number: number) => imageOf(number, articles, images);
  const addressOfImage = (number: number) => {
    const image = numberOfImage(number);
    return image === null ? null : `${imageOrigin}/${imagePath(image)}`;
  };
  const texts = options.text === true ? new TextInventor(plan) : null;
  const questions = new Questions(articles);
  const manifest = await writeArticles(plan, universe, addressOfImage, texts, questions, options);
  const questionsName = `questions-${universe}.json`;
  if (texts) await questions.write(out, questionsName);
  if (options.dump !== undefined) {
    await mkdir(dirname(options.dump), { recursive: true });
    const invented = function* () {
      for (let number = 0; number < articles; number++) {
        const image = numberOfImage(number);
        const imageName = image === null ? null : imagePath(image).replace('/', '-');
        yield { article: inventArticle(plan, number, texts), imageName };
        if (number % 1000 === 999 || number === articles - 1) options.onProgress?.('dump', number + 1, articles);
      }
    };
    await writeCorpusDump({ path: options.dump, universe, base: ARTICLE_URL, articles: invented(), signal });
  }
  return { dir: join(out, universe), manifest, imagesDir, questionsPath: texts && join(out, questionsName) };
}

async function writeArticles(
  plan: Plan,
  universe: string,
  imageOfArticle: (number: number) => string | null,
  texts: TextInventor | null,
  questions: Questions,
  { out, onProgress, signal }: CorpusOptions,
): Promise<WrittenManifest> {
  const writer = await NativeWriter.open(out, {
    universe,
    source: 'invented',
    licence: { name: 'CC0 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
    createdAt: CREATED_AT,
    parserVersion: 0,
    textParserVersion: texts && 0,
    madeBy: 'corpus',
    allowShrink: true,
  });
  try {
    for (let number = 0; number < plan.articles; number++) {
      const article = inventArticle(plan, number, texts);
      questions.take(article.text);
      await writer.write(toRecord(article, ARTICLE_URL, imageOfArticle(number)), null);
      if (number % 1000 !== 999 && number !== plan.articles - 1) continue;
      signal?.throwIfAborted();
      onProgress?.('articles', number + 1, plan.articles);
    }
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return writer.publish();
}
