import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printAll, type ManyDocument } from 'epson-connect-sdk/many';
import { fileLedger } from 'epson-connect-sdk/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { document, journey } from '../support/mock/journey.js';
import { killPrinting } from '../support/sdk/print-kills.js';
import { newFolder } from '../support/folder.js';

const invoices = (count: number): ManyDocument[] =>
  Array.from({ length: count }, (_, n) => ({ id: `invoice-${n}`, document, job_name: `invoice-${n}` }));

const folderBeside = () => newFolder(fileURLToPath(new URL('.readme-', import.meta.url)));

describe('many documents', () => {
  it('are printed once each, in a run and in the one after it', async () => {
    const { host, epson } = await journey();
    const path = join(folderBeside(), 'printed.jsonl');
    for (const wasDone of [false, true]) {
      await using ledger = await fileLedger(path);
      const results = [];
      for await (const result of printAll(epson, invoices(12), { ledger })) results.push(result);
      expect(results.map(({ id, error }) => [id, error])).toEqual(
        invoices(12).map(({ id }) => [id, undefined]),
      );
      expect(results.every((result) => result.job && result.isRepeat === wasDone)).toBe(true);
    }
    const printed = host.control.jobs().filter(({ executed_at }) => executed_at !== null);
    expect(printed.map(({ job_name }) => job_name).toSorted()).toEqual(
      invoices(12)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  it.each(['before', 'after'] as const)(
    'are printed once each when a run is killed %s its job is executed, and run again',
    async (moment) => {
      const { host, epson } = await journey();
      const folder = folderBeside();
      const path = join(folder, 'printed.jsonl');
      const file = join(folder, 'program.mts');
      // The ledger tells of the moment and then never goes on, as a process that is killed there.
      const program = `
        import { EpsonConnect } from 'epson-connect-sdk';
        import { printAll } from 'epson-connect-sdk/many';
        import { fileLedger } from 'epson-connect-sdk/node';
        const epson = new EpsonConnect(${JSON.stringify({ ...host.credentials, baseUrl: host.url })});
        const ledger = await fileLedger(${JSON.stringify(path)});
        const stopping = {
          get: (id) => ledger.get(id),
          async record(id, entry) {
            const isMoment = id === 'invoice-2' && entry.state === ${JSON.stringify(moment === 'before' ? 'executing' : 'done')};
            if (isMoment && ${moment === 'after'}) { process.send('now'); await new Promise(() => {}); }
            await ledger.record(id, entry);
            if (isMoment) { process.send('now'); await new Promise(() => {}); }
          },
        };
        const data = new TextEncoder().encode('%PDF-1.4');
        const invoices = Array.from({ length: 5 }, (_, n) => ({
          id: 'invoice-' + n, job_name: 'invoice-' + n, document: { data, name: 'a.pdf' },
        }));
        for await (const result of printAll(epson, invoices, { ledger: stopping, concurrency: 1 })) void result;
      `;
      await writeFile(file, program);
      const execArgv = ['--import', 'tsx', '--conditions=epson-connect-kit:source'];
      const child = fork(file, { execArgv, cwd: fileURLToPath(new URL('..', import.meta.url)) });
      onTestFinished(() => void child.kill('SIGKILL'));
      expect(await once(child, 'message')).toEqual(['now', undefined]);
      child.kill('SIGKILL');
      await once(child, 'exit');

      await using ledger = await fileLedger(path);
      const results = [];
      for await (const result of printAll(epson, invoices(5), { ledger })) results.push(result);
      expect(results.map(({ error }) => error)).toEqual(Array(5).fill(undefined));
      const printed = host.control.jobs().filter(({ executed_at }) => executed_at !== null);
      expect(printed.map(({ job_name }) => job_name).toSorted()).toEqual(
        [0, 1, 2, 3, 4].map((n) => `invoice-${n}`),
      );
    },
  );

  it.each([1, 2] as const)(
    'are printed once each by version %i when the process is killed at random moments, again and again',
    async (version) => {
      const report = await killPrinting(12, 20261128, version);
      expect(report.kills).toBe(12);
      expect(report.whileExecuting).toBeGreaterThan(0);
    },
  );
});
