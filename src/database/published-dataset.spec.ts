import { toObservation } from './published-dataset';

it('F104 knows no dataset under a name that no universe may bear, as an earlier version may have published it', () => {
  const dataset = (universe: string) => ({
    universe,
    key: 'k',
    articles: 1,
    publishedAt: '2026-01-01T00:00:00Z',
    epoch: 1,
    hasRows: true,
  });
  const datasets = ['canon', 'star_wars', 'image-proxy', 'Star'].map(dataset);
  expect([...toObservation({ read_only: false, datasets }).datasets.keys()]).toEqual(['star_wars']);
});
