import { startTestWorld, type TestApi } from './test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestWorld();
});
afterAll(() => api.close());

test('x', async () => {
  for (const path of ['/live','/health','/ready','/','/prefetch/status','/openapi.json','/docs','/docs/swagger-ui.css','/api/v1/wiki/universes','/api/v1/wiki/canon/summary','/api/v1/wiki/canon/all','/api/v1/wiki/canon/category/planets','/api/v1/wiki/canon/category/foo','/api/v1/wiki/canon/test_world','/api/v1/wiki/locations/planets?limit=2','/api/v1/wiki/test_world/characters/Luke_Skywalker','/api/v1/wiki/test_world/items/AC/DC','/api/v1/wiki/test_world/items/AC%2FDC','/api/v1/wiki/test_world/search?q=luke','/api/v1/wiki/cache/stats','/nope','/api/v1/wiki/canon/category/planets?limit=0&offset=x','/api/v1/wiki/test_world/items/%E0%A4%A','/api/v1/wiki/attribution','/api/v1/wiki/test_world/articles?limit=2','/api/v1/wiki/test_world/random']) {
    const r = await fetch(api.url + path);
    console.log(path, r.status, [...r.headers].filter(([n])=>['etag','x-data-source','content-encoding','vary','cache-control','content-type'].includes(n)).join(' | '), (await r.text()).slice(0, 300));
  }
});
