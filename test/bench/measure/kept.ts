import { join } from 'node:path';
import { Client, CLIENT_ID, DOCUMENT, manyAtOnce, uploadCall, executeCall } from '../calls.js';
import type { Entrants } from '../entrants.js';
import { CONNECTIONS } from '../load.js';
import { start, type Program } from '../processes.js';
import type { Run } from '../run.js';
import { printerOf } from './scaled-host.js';

/** Of which the mock keeps 200 executed jobs each. */
const PRINTERS = 50;

/** How long a mock takes to start from a folder with jobs in it: half of them executed, half waiting for their file. */
export async function measureKept(run: Run, { mock }: Entrants): Promise<void> {
  const sizes = run.isQuick ? [500] : [100, 1000, 10_000];
  const largest = sizes.at(-1) ?? 0;
  const grows = run.results.follow('kept-start', {
    title: 'Start-up to the first 200, by jobs in the data folder',
    x: 'jobs in the folder',
    y: 'time, ms',
  });
  const took = run.results.measure(`startup-kept-${largest}`, {
    title: `Start-up to the first 200 with ${largest.toLocaleString('en')} jobs in the data folder`,
    unit: 'ms',
    base: 'mock',
  });
  const folder = run.newFolder(true);
  const program: Program = {
    ...mock,
    args: (port, own) => [
      ...mock.args(port, own),
      ...Array.from({ length: PRINTERS }, (_, index) => ['--printers', printerOf(index)]).flat(),
      ...['--data-dir', join(folder, 'kept'), '--quiet'],
    ],
  };
  let held = 0;
  for (const size of sizes) {
    run.log(`start-up with ${size} jobs in the data folder`);
    await addJobs(run, program, size - held);
    held = size;
    for (let round = 0; round < run.rounds(7, 2); round += 1) {
      const running = await start(program, run.newFolder(), isUpWithPrinters);
      await running.stop();
      grows(size, running.startMs);
      if (size === largest) took('mock', running.startMs);
    }
  }
}

async function addJobs(run: Run, program: Program, count: number): Promise<void> {
  const running = await start(program, run.newFolder(), isUpWithPrinters);
  const client = new Client(running.url, CONNECTIONS);
  try {
    const callers = await Promise.all(
      Array.from({ length: PRINTERS }, (_, index) => client.authenticate(CLIENT_ID, printerOf(index))),
    );
    await manyAtOnce(count, CONNECTIONS, async (index) => {
      const caller = callers[index % PRINTERS]!;
      const job = await client.create(caller);
      if (Math.floor(index / PRINTERS) % 2 === 0) return;
      await client.send(uploadCall(job.upload_uri, DOCUMENT));
      await client.send(executeCall(caller, job.id));
    });
  } finally {
    client.close();
    await running.stop();
  }
}

/** The usual printer is not among them. */
async function isUpWithPrinters(url: string): Promise<boolean> {
  const client = new Client(url);
  try {
    await client.authenticate(CLIENT_ID, printerOf(0));
    return true;
  } finally {
    client.close();
  }
}
