import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Directory } from '../../src/dataset/directory';
import { SnapshotStore } from '../../src/dataset/snapshot-store';
import type { ImageEvents, ImageSource } from '../../src/jobs/images/image-source';
import { buildDataset } from '../../src/prefetch/categorise/build-dataset';
import { Run } from '../../src/prefetch/run';
import { IMAGES } from '../../src/prefetch/stages/images.stage';
import { STAGES } from '../../src/prefetch/stages/stages';
import type { Made, StageParts } from '../../src/prefetch/stages/stage';
import { genericDefinition } from '../../src/universe/universe-definition';
import { closeDecoders, ImageLab } from '../harness/image-lab';
import { jpeg } from '../harness/sample-images';
import { tempDir } from '../harness/temp-dir';

let dir: { path: string; remove(): Promise<void> };
let lab: ImageLab;
beforeEach(async () => {
  dir = await tempDir('replaced');
  lab = await ImageLab.start();
});
afterEach(async () => {
  await lab.close();
  await dir.remove();
});
afterAll(() => closeDecoders());

interface Line {
  title: string;
  image: string;
  image_revision?: string;
}

/** The directory of a dataset made of such records. */
async function datasetOf(lines: Line[]): Promise<Directory> {
  const folder = join(dir.path, 'cache', 'bog');
  await mkdir(folder, { recursive: true });
  const records = lines.map((line, i) => ({ pageid: i + 1, infobox: { type: 'Planet', fields: [] }, ...line }));
  await writeFile(join(folder, 'articles.jsonl'), records.map((one) => JSON.stringify(one)).join('\n'));
  const indexDir = join(dir.path, 'index');
  const request = {
    universe: 'bog',
    definition: genericDefinition('bog'),
    indexDir,
    sourceDir: join(dir.path, 'cache'),
    contentDir: join(dir.path, 'content'),
    ttlDays: 7,
    force: false,
    allowShrink: true,
  };
  const built = await buildDataset(request, () => undefined);
  if (built.status !== 'built') throw new Error(built.status);
  return Directory.open(await readFile(new SnapshotStore(indexDir).paths('bog', built.key).directory));
}

async function carryOut(directory: Directory): Promise<void> {
  const images: ImageSource = {
    missing: () => Promise.resolve(0),
    downloadAll: (_, urls, { revisions, signal }: ImageEvents) =>
      lab.downloader.downloadAll([...urls], { workers: 2, revisions, signal }),
    deleteAll: () => Promise.resolve(0),
    forgetFailures: () => Promise.resolve(),
  };
  const parts = {
    config: { images: true },
    imagesConfig: { categories: ['planets'] },
    images,
  } as unknown as StageParts;
  const run = new Run('bog', { force: false, allowShrink: false }, STAGES, () => undefined);
  await IMAGES.carryOut(run, parts, { build: null, snapshot: { directory } } as unknown as Made);
}

it('exactly the pictures whose files were replaced are fetched again by the next run', async () => {
  const pictures = await Promise.all(['a', 'b', 'c'].map((name) => jpeg(name, 16, 12)));
  const urls = pictures.map((picture, i) => lab.cdn.serve(`/images/${i}.jpg`, picture));
  const lines = urls.map((image, i) => ({ title: `Bog ${i}`, image, image_revision: `2026010100000${i}-abc` }));
  await carryOut(await datasetOf(lines));
  expect(lab.cdn.hits).toHaveLength(3);
  // The same content in another order of its files changes nothing.
  await carryOut(await datasetOf([...lines, { ...lines[0]!, title: 'Bog 3' }]));
  expect(lab.cdn.hits).toHaveLength(3);
  lab.cdn.serve('/images/1.jpg', await jpeg('new', 16, 12));
  lines[1]!.image_revision = '20260505000000-def';
  // An article that was not fetched since then still names the old version.
  await carryOut(await datasetOf([...lines, { ...lines[1]!, title: 'Bog 3', image_revision: '20260101000001-abc' }]));
  expect(lab.cdn.hits).toHaveLength(4);
  expect(lab.store.meta(urls[1]!)?.revision).toBe('20260505000000-def');
});
