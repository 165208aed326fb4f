import { contractSuite } from './contract.suite';
import { startTestWorld } from './test-api';

contractSuite('over files', async () => {
  const api = await startTestWorld();
  return { url: api.url, universe: 'test_world', source: 'file', close: () => api.close() };
});
