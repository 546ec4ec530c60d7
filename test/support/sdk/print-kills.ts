import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { printAll, type Ledger, type ManyDocument, type PrintResult } from 'epson-connect-sdk/many';
import { fileLedger, fileTokenStore } from 'epson-connect-sdk/node';
import { EpsonConnectV2 } from 'epson-connect-sdk/v2';
import { expect } from 'vitest';
import { PDF } from '../mock/client.js';
import { connect } from '../mock/journey-v2.js';
import { bundleProgram } from '../processes/bundle.js';
import { seeded } from '../random.js';

/** Result of the kills. */
export interface PrintKillReport {
  readonly kills: number;
  /** Ledgers that were begun, each with documents of its own. */
  readonly ledgers: number;
  readonly documents: number;
  /** Kills that left a job behind that was about to be executed. */
  readonly whileExecuting: number;
  /** Kills that left a line behind that is not whole. */
  readonly tornLines: number;
}

const DOCUMENTS = 24;
/** Their file, the same for all, in base64. */
const content = PDF.toString('base64');
/** A process is killed after at most so many documents, and so long after the last of them. */
const MOST_RESULTS = 8;
const LONGEST_MS = 8;

/** Starts a client of each version, which has its token when it is there. */
const CLIENTS = {
  1: `
  import { EpsonConnect } from 'epson-connect-sdk';
  const start = async (options) => {
    const epson = new EpsonConnect(options);
    await epson.authenticate();
    return epson;
  };`,
  2: `
  import { EpsonConnectV2 } from 'epson-connect-sdk/v2';
  import { fileTokenStore } from 'epson-connect-sdk/node';
  const start = async (options, tokenFile) => {
    const epson = new EpsonConnectV2({ ...options, tokenStore: fileTokenStore(tokenFile) });
    await epson.device();
    return epson;
  };`,
};

const program = `
  import { printAll } from 'epson-connect-sdk/many';
  import { fileLedger } from 'epson-connect-sdk/node';
  const { options: { tokenFile, ...options }, path, content, documents } = JSON.parse(process.argv[2]);
  const ledger = await fileLedger(path);
  const epson = await start(options, tokenFile);
  process.send('');
  const data = Buffer.from(content, 'base64');
  const list = documents.map((id) => ({ id, document: { data, name: id } }));
  for await (const { id, error, isRepeat } of printAll(epson, list, { ledger }))
    if (!isRepeat) process.send(error ? id + ': ' + error : '');
  await ledger.close();
  process.disconnect();
`;

/**
 * Kills a process while it prints many documents, and starts it again with the same ledger, again and again; then
 * prints what is left, and counts what came out.
 *
 * @param seed decides when a process is killed; what it does until then remains the machine's
 */
export async function killPrinting(
  kills: number,
  seed: number,
  version: 1 | 2 = 1,
): Promise<PrintKillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'print-kills-'));
  const random = seeded(seed);
  const report = { kills: 0, ledgers: 0, documents: 0, whileExecuting: 0, tornLines: 0 };
  const file = join(folder, 'program.mjs');
  try {
    await bundleProgram(CLIENTS[version] + program, file);
    while (report.kills < kills) {
      report.ledgers += 1;
      const path = join(folder, `${report.ledgers}.jsonl`);
      await killOneLedger(version, file, path, kills, random, report);
    }
    return report;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Documents = Pick<ManyDocument, 'id' | 'document'>[];
type Print = (documents: Documents, ledger: Ledger) => AsyncIterable<PrintResult>;

/** Makes a client that can print. Returns its options, for the program, and its `printAll`. */
async function clientOf(
  host: RunningMockHost,
  version: 1 | 2,
  tokenFile: string,
): Promise<{ options: object; print: Print }> {
  const common = { baseUrl: host.url, callsPerMinute: 1e9 };
  if (version === 1) {
    const options = { ...host.credentials, ...common };
    const epson = new EpsonConnect(options);
    return { options, print: (documents, ledger) => printAll(epson, documents, { ledger }) };
  }
  const options = { ...host.credentialsV2, ...common };
  const epson = new EpsonConnectV2({ ...options, tokenStore: fileTokenStore(tokenFile) });
  await connect(epson);
  return {
    options: { ...options, tokenFile },
    print: (documents, ledger) => printAll(epson, documents, { ledger }),
  };
}

async function killOneLedger(
  version: 1 | 2,
  file: string,
  path: string,
  kills: number,
  random: () => number,
  report: { -readonly [name in keyof PrintKillReport]: number },
): Promise<void> {
  // A host that knows jobs from their creation on says at once that a job waits.
  const assume = { 'job-info-before-execute': 'pending_held' } as const;
  const host = await startMockHost({
    pace: 'instant',
    callsPerMinute: Infinity,
    consent: 'auto',
    assume,
  });
  try {
    const { options, print } = await clientOf(host, version, `${path}.tokens`);
    const documents = Array.from({ length: DOCUMENTS }, (_, n) => `invoice-${n}.pdf`);
    const args = [JSON.stringify({ options, path, content, documents })];
    for (let isOver = false; !isOver && report.kills < kills;) {
      // A token that rotates is renewed at each start.
      if (version === 2) host.control.expireTokens();
      const child = fork(file, args, { execArgv: [] });
      const ended = once(child, 'exit');
      const results = Math.floor(random() * MOST_RESULTS);
      const restMs = random() * LONGEST_MS;
      const complaints: unknown[] = [];
      let messages = 0;
      const isTime = new Promise<void>((resolve) => {
        child.on('message', (complaint) => {
          if (complaint !== '') complaints.push(complaint);
          if ((messages += 1) > results) resolve();
        });
      });
      try {
        await Promise.race([isTime.then(() => sleep(restMs)), ended]);
      } finally {
        child.kill('SIGKILL');
      }
      const [code, signal] = (await ended) as [number | null, string | null];
      isOver = signal !== 'SIGKILL';
      expect([complaints, code]).toEqual([[], isOver ? 0 : null]);
      if (isOver) break;
      report.kills += 1;
      const lines = (await readFile(path, 'utf8')).split('\n');
      report.tornLines += lines.pop() === '' ? 0 : 1;
      const states = new Map(lines.map((line) => JSON.parse(line)).map(({ id, state }) => [id, state]));
      report.whileExecuting += [...states.values()].includes('executing') ? 1 : 0;
    }
    await using ledger = await fileLedger(path);
    const data = new Uint8Array(PDF);
    const list = documents.map((id) => ({ id, document: { data, name: id } }));
    for await (const { id, error } of print(list, ledger)) expect([id, error]).toEqual([id, undefined]);
    const printed = host.control.jobs().filter(({ executed_at }) => executed_at !== null);
    expect(printed.map(({ job_name }) => job_name).toSorted()).toEqual(documents.toSorted());
    report.documents += documents.length;
  } finally {
    await host.close();
  }
}
