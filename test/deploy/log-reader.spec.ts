import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceHome, TestService } from '../harness/service';

describe('a service whose log nobody reads any more', () => {
  const home = new ServiceHome();
  let service: TestService;

  beforeAll(async () => {
    service = await TestService.start(home, { env: { PREFETCH_ON_START: 'false' } });
  });
  afterAll(async () => {
    await service.kill9();
    home.remove();
  });

  it('goes on answering and ends in an orderly way', async () => {
    service.child.stdout?.destroy();
    for (let request = 0; request < 5; request++) {
      expect((await service.get('/api/v1/wiki/universes')).status).toBe(200);
      await sleep(50);
    }
    expect(service.exit).toBeNull();
    expect((await service.stop()).code).toBe(0);
  });
});
