import { pathToFileURL, fileURLToPath } from 'node:url';
import { isUp } from '../calls.js';
import type { Entrants } from '../entrants.js';
import { runToEnd, start, type Program } from '../processes.js';
import { inTurns, within, type Run } from '../run.js';

const MOCK = pathToFileURL(
  fileURLToPath(new URL('../../../mock-server/dist/index.js', import.meta.url)),
).href;

/** From the start of a process to its first answer, and what it takes within a test's own process. */
export async function measureStartup(run: Run, entrants: Entrants): Promise<void> {
  const { node, express, mock, peers, variants, tls } = entrants;
  run.log('start-up to the first 200');
  const rounds = run.rounds(11, 3);
  await startInTurns(
    run,
    'startup',
    'Start-up to the first 200',
    [node, express, mock, ...(run.isQuick ? [] : variants)],
    rounds,
  );
  await startInTurns(run, 'startup', 'Start-up to the first 200', peers, run.rounds(11, 1));
  await startInTurns(run, 'startup-tls', 'Start-up to the first 200, with TLS', tls, rounds);
  run.log('import, and start within a process');
  await within(60_000, 'start-up within a process', () => measureInProcess(run)).catch((error: unknown) =>
    run.results.miss('start-up within a process', error),
  );
}

async function startInTurns(
  run: Run,
  id: string,
  title: string,
  all: readonly Program[],
  rounds: number,
): Promise<void> {
  const base = id === 'startup' ? 'node:http' : 'node:https';
  const took = run.results.measure(id, { title, unit: 'ms', base });
  // One start that does not count: it makes what is made once, and brings the files into memory.
  await inTurns(run, title, all, rounds + 1, async (program, round) => {
    const running = await start(program, run.newFolder(), isUp);
    await running.stop();
    if (round > 0) took(program.name, running.startMs);
  });
}

async function measureInProcess(run: Run): Promise<void> {
  const took = run.results.measure('in-process', {
    title: 'Within a process',
    unit: 'ms',
    base: 'node:http, import and listen',
  });
  const timed = (work: string) =>
    `let t = performance.now(); const done = (ms) => { console.log(ms); process.exit(); }; ${work}`;
  const mock = JSON.stringify(MOCK);
  const programs = {
    'node:http, import and listen': timed(
      `const { createServer } = await import('node:http'); createServer().listen(0, '127.0.0.1', () => done(performance.now() - t));`,
    ),
    'import epson-connect-mock': timed(`await import(${mock}); done(performance.now() - t);`),
    'startMockHost(), the first': timed(
      `const { startMockHost } = await import(${mock}); t = performance.now(); const host = await startMockHost(); const ms = performance.now() - t; await host.close(); done(ms);`,
    ),
    'startMockHost() and close(), each of 50': timed(
      `const { startMockHost } = await import(${mock}); await (await startMockHost()).close(); t = performance.now();
       for (let i = 0; i < 50; i += 1) await (await startMockHost()).close(); done((performance.now() - t) / 50);`,
    ),
  };
  for (let round = 0; round < run.rounds(11, 3); round += 1) {
    for (const [name, program] of Object.entries(programs))
      took(name, Number(await runToEnd(['--input-type=module', '--eval', program], { TMPDIR: run.folder })));
  }
}
