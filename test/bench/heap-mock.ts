// A mock in a process of its own, which is asked again and again how much it holds when all garbage is collected.
import { once } from 'node:events';
import { startMockHost, type StartOptions } from 'epson-connect-mock';

const [options] = (await once(process, 'message')) as [StartOptions];
const host = await startMockHost(options);
process.send?.({ url: host.url });
process.on('message', () => {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ heldBytes: heapUsed + external });
});
