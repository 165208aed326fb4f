import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeDecoders, labStarter, md5, type ImageLab } from '../harness/image-lab';
import { jpeg } from '../harness/sample-images';

const startLab = labStarter();
afterAll(() => closeDecoders());

const hash = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

describe('a picture whose address tells no version', () => {
  let lab: ImageLab;
  let urls: string[];
  let pictures: Buffer[];
  const revisions = new Map<string, string>();
  const download = () => lab.downloader.downloadAll(urls, { workers: 2, revisions });
  const hits = () => lab.cdn.hits.length;

  beforeEach(async () => {
    lab = await startLab();
    pictures = await Promise.all([1, 2, 3, 4].map((i) => jpeg(`picture ${i}`, 16, 12)));
    urls = [0, 1, 2].map((i) => lab.cdn.serve(`/images/${i}.jpg`, pictures[i]!));
    revisions.clear();
    urls.forEach((url, i) => revisions.set(url, `2026010100000${i}-aaa`));
  });

  it('is asked for again when its file has another version, and then alone', async () => {
    expect(await download()).toMatchObject({ downloaded: 3, cached: 0 });
    expect(await download()).toMatchObject({ downloaded: 0, cached: 3 });
    expect(hits()).toBe(3);
    lab.cdn.serve('/images/1.jpg', pictures[3]!);
    revisions.set(urls[1]!, '20260202000000-bbb');
    expect(await download()).toMatchObject({ downloaded: 1, cached: 2, failed: 0 });
    expect(hits()).toBe(4);
    expect(hash(readFileSync(join(lab.dir, `${md5(urls[1]!)}.img`)))).toBe(hash(pictures[3]!));
    expect(await download()).toMatchObject({ downloaded: 0, cached: 3 });
    expect(hits()).toBe(4);
  });

  it('is asked for once where nobody told its version when it was stored, and after a restart not again', async () => {
    await lab.downloader.downloadAll(urls, { workers: 2 });
    expect(await download()).toMatchObject({ downloaded: 0, cached: 3 });
    expect(hits()).toBe(6);
    await lab.store.flush();
    const again = await startLab({ dir: lab.dir, allowedHosts: [lab.cdn.host] });
    expect(await again.downloader.downloadAll(urls, { workers: 2, revisions })).toMatchObject({ cached: 3 });
    expect(hits()).toBe(6);
  });

  it('stays as it is while its host is away, and is asked for again later', async () => {
    await download();
    revisions.set(urls[0]!, '20260303000000-ccc');
    lab.cdn.status('/images/0.jpg', 404);
    expect(await download()).toMatchObject({ downloaded: 0, cached: 3, failed: 0 });
    lab.cdn.serve('/images/0.jpg', pictures[3]!);
    expect(await download()).toMatchObject({ downloaded: 1, cached: 2 });
  });
});

it('takes a picture over that is stored by the address that names its version', async () => {
  const lab = await startLab();
  const address = 'https://static.wikia.nocookie.net/model/images/a/ab/Orb.jpg/revision/latest';
  const bytes = await jpeg('orb', 16, 12);
  writeFileSync(join(lab.dir, `${md5(`${address}?cb=20240101000000`)}.img`), bytes);
  const revisions = new Map([[address, '20240101000000']]);
  expect(await lab.downloader.downloadAll([address], { workers: 1, revisions })).toMatchObject({
    downloaded: 0,
    cached: 1,
    failed: 0,
  });
  expect(hash(readFileSync(join(lab.dir, `${md5(address)}.img`)))).toBe(hash(bytes));
});
