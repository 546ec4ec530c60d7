import { fileURLToPath } from 'node:url';
import { isUp } from '../calls.js';
import { hasPeers, type Entrants } from '../entrants.js';
import { runToEnd, start, type Running } from '../processes.js';
import { inTurns, type Run } from '../run.js';

const PROGRAM = fileURLToPath(new URL('../clients/in-process.mjs', import.meta.url));

/** MSW answers within the process that calls: it is compared by what a program that calls by fetch gets. */
export async function measureInProcess(run: Run, { node, express, mock }: Entrants): Promise<void> {
  run.log('MSW in process, beside fetch over a socket');
  const about = { base: 'node:http' };
  const rate = run.results.measure('fetch-rate', {
    ...about,
    title: 'Calls per second by fetch, one after the other',
    unit: '/s',
  });
  const cpu = run.results.measure('fetch-cpu', {
    ...about,
    title: 'Processor time of the calling process per call by fetch',
    unit: 'µs',
  });
  const msw = run.results.measure('msw-start', { title: 'Import and start of MSW', unit: 'ms', base: 'MSW' });
  const servers: Running[] = [];
  try {
    for (const program of [node, express, mock]) servers.push(await start(program, run.newFolder(), isUp));
    const all = [...servers, ...(hasPeers() ? [{ name: 'MSW', url: 'msw' }] : [])];
    await inTurns(run, 'calls by fetch', all, run.rounds(5), async ({ name, url }) => {
      const args = [PROGRAM, url, run.isQuick ? '500' : '3000'];
      const made = (await runToEnd(args)) as { startMs: number; perSecond: number; cpuUs: number };
      rate(name, made.perSecond);
      cpu(name, made.cpuUs);
      if (name === 'MSW') msw(name, made.startMs);
    });
  } finally {
    for (const server of servers) await server.stop();
  }
}
