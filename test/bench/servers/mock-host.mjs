// A mock in a process of its own, with options that are none of the command's: `OPTIONS=JSON node mock-host.mjs PORT`.
// Told `{ advanceMs }`, it moves its clock and answers how many milliseconds that took.

import { startMockHost } from 'epson-connect-mock';

const options = JSON.parse(process.env.OPTIONS);
const host = await startMockHost({
  pace: 'instant',
  callsPerMinute: Number.POSITIVE_INFINITY,
  ...options,
  port: Number(process.argv[2]),
});
process.on('message', ({ advanceMs }) => {
  const startedMs = performance.now();
  host.control.clock.advance(advanceMs);
  process.send(performance.now() - startedMs);
});
process.once('disconnect', () => process.exit());
process.once('SIGTERM', async () => {
  await host.close();
  process.exit();
});
