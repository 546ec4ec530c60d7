import { fileURLToPath } from 'node:url';
import { Client, CLIENT_ID, manyAtOnce, type Call, type Caller } from '../calls.js';
import { CONNECTIONS, each } from '../load.js';
import { start, type Program, type Running } from '../processes.js';
import type { Run } from '../run.js';

const HOST = fileURLToPath(new URL('../servers/mock-host.mjs', import.meta.url));
export const PRINTERS = 500;

export const printerOf = (index: number) => `printer-${index}@print.epsonconnect.com`;

/** Runs something on a mock of its own. */
export async function onHost(
  run: Run,
  options: object,
  work: (host: Running) => Promise<void>,
): Promise<void> {
  const program: Program = {
    name: 'mock',
    args: (port) => [HOST, String(port)],
    env: { OPTIONS: JSON.stringify(options) },
    isSteered: true,
  };
  const host = await start(program, run.newFolder(), (url) => isMockUp(url));
  try {
    await work(host);
  } finally {
    await host.stop();
  }
}

async function isMockUp(url: string): Promise<boolean> {
  const client = new Client(url);
  try {
    await client.send({ method: 'GET', path: '/_mock/health', headers: {} });
    return true;
  } finally {
    client.close();
  }
}

/** Returns a list of calls. */
export const many = (count: number, of: (index: number) => Call) =>
  Array.from({ length: count }, (_, index) => of(index));

/** Processor time per call: median of several loads, after one that does not count. */
export async function costs(
  run: Run,
  host: Running,
  calls: readonly Call[],
  take: (cpuUs: number) => void,
): Promise<void> {
  await each(host, calls);
  for (let round = 0; round < run.rounds(5); round += 1) take((await each(host, calls)).cpuPerCallUs);
}

/** Authenticates on the first printers. */
export async function callersOf(host: Running, count: number): Promise<Caller[]> {
  const client = new Client(host.url, CONNECTIONS);
  const callers: Caller[] = [];
  await manyAtOnce(count, CONNECTIONS, async (index) => {
    callers[index] = await client.authenticate(CLIENT_ID, printerOf(index));
  });
  client.close();
  return callers;
}

/** The options of a mock with so many printers. */
export const seeded = (count: number) => ({
  printers: Array.from({ length: count }, (_, index) => printerOf(index)),
});
