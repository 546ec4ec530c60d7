import { Client, CLIENT_ID, createCall, DOCUMENT, manyAtOnce, uploadCall } from '../calls.js';
import { each as load } from '../load.js';
import type { Run } from '../run.js';
import { callersOf, many, onHost, printerOf, PRINTERS, seeded } from './scaled-host.js';

const DAY_MS = 24 * 3_600_000;
const MIB = 2 ** 20;

/** Many uploads at the same time. */
export async function uploadsAtOnce(run: Run): Promise<void> {
  const about = { x: 'uploads of 1 MiB at once' };
  const took = run.results.follow('uploads-time', {
    ...about,
    title: 'Uploading 1 MiB, by uploads at once',
    y: 'time, ms per upload',
  });
  const memory = run.results.follow('uploads-memory', {
    ...about,
    title: 'Memory at most, by uploads at once',
    y: 'memory of the mock, MiB',
  });
  const document = Buffer.concat([DOCUMENT, Buffer.alloc(MIB - DOCUMENT.length, 0x20)]);
  for (const atOnce of run.isQuick ? [1, 50] : [1, 10, 50, 100, 200]) {
    await onHost(run, seeded(1), async (host) => {
      const client = new Client(host.url, atOnce);
      const caller = await client.authenticate(CLIENT_ID, printerOf(0));
      for (let round = 0; round <= run.rounds(5); round += 1) {
        const jobs = await Promise.all(Array.from({ length: 200 }, () => client.create(caller)));
        const startedMs = performance.now();
        await manyAtOnce(200, atOnce, (index) => client.send(uploadCall(jobs[index]!.upload_uri, document)));
        if (round === 0) continue;
        took(atOnce, (performance.now() - startedMs) / 200);
        memory(atOnce, host.memory().mostBytes / MIB);
      }
      client.close();
    });
  }
}

/** Much that falls due at the same time. */
export async function clockJumps(run: Run): Promise<void> {
  const title = 'Moving the clock by 62 days, by jobs that are due';
  const cost = run.results.follow('clock', { title, x: 'jobs', y: 'time, µs per job' });
  const total = run.results.measure('clock-jump', {
    title: 'Moving the clock by 62 days',
    unit: 'ms',
    base: '10000 jobs',
  });
  for (const jobs of run.isQuick ? [1000] : [10, 100, 1000, 10_000, 100_000]) {
    for (let round = 0; round < (jobs > 10_000 ? 1 : run.rounds(5)); round += 1) {
      await onHost(run, seeded(PRINTERS), async (host) => {
        const callers = await callersOf(host, Math.min(PRINTERS, Math.max(1, jobs / 10)));
        await load(
          host,
          many(jobs, (index) => createCall(callers[index % callers.length]!)),
        );
        const tookMs = Number(await host.tell({ advanceMs: 62 * DAY_MS }));
        cost(jobs, (tookMs / jobs) * 1000);
        total(`${jobs} jobs`, tookMs);
      });
    }
  }
}
