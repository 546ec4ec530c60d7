import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import type { MockHostOptions } from 'epson-connect-mock';
import { EpsonConnectError, OutcomeUnknownError } from 'epson-connect-sdk';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientInVirtualTime, hostInVirtualTime } from '../support/sdk/virtual-time.js';
import { document, journey, rejection } from '../support/mock/journey.js';

/** A host and a client in a time that goes by by itself; both go with the test. */
async function printing(options: MockHostOptions = {}) {
  const host = await hostInVirtualTime(options);
  onTestFinished(() => host.close());
  return { ...host, epson: clientInVirtualTime(host) };
}

/** The TypeScript examples of the SDK's README and its guide to printing. */
const examples = ['sdk/README.md', 'sdk/guides/printing.md'].flatMap((page) =>
  [...readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8').matchAll(/```ts\n([^]*?)```/g)].map(
    ([, code = '']) => code,
  ),
);

/** Runs an example as the strict module that it is: a variable that nobody has made is an error. */
async function run(code: string, names: Readonly<Record<string, unknown>>): Promise<void> {
  const body = code.replace(/^import .*$/gm, '');
  const { outputText } = ts.transpileModule(`async () => {${body}}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  const program = `"use strict"; (${Object.keys(names).join(', ')}) => ${outputText}`;
  const make = runInThisContext(program) as (...values: unknown[]) => () => Promise<void>;
  await make(...Object.values(names))();
}

describe('a print', () => {
  it('U9: that fails at its upload names step and job, which one more call cancels', async () => {
    const fault = { operation: 'uploadPrintFile', status: 413 } as const;
    const { host, epson, operations } = await journey({ faults: [fault] });
    const error = await rejection(epson.print(document));
    const [job] = host.control.jobs();
    expect(error).toMatchObject({ step: 'upload', job_id: job?.id, code: 'file_too_large' });
    // Nothing is done about it behind the caller's back.
    expect(operations()).toEqual(['authenticate', 'createPrintJob', 'uploadPrintFile']);
    await epson.jobs.cancel(error.job_id ?? '');
    expect(operations().slice(3)).toEqual(['cancelPrint']);
    expect(host.control.jobs()).toMatchObject([{ id: job?.id, status: 'canceled' }]);
  });

  it('U10: is canceled by one call', async () => {
    const { host, epson, operations } = await journey();
    host.control.printer().setOnline(false);
    const job = await epson.print(document);
    const before = operations().length;
    await epson.jobs.cancel(job);
    expect(operations().slice(before)).toEqual(['cancelPrint']);
    const late = await epson.createJob({ job_name: 'never executed' });
    await epson.jobs.cancel(late);
    expect(operations().slice(before)).toEqual(['cancelPrint', 'createPrintJob', 'cancelPrint']);
  });

  it('U11: is shown by examples that run, and make no variable by accident', async () => {
    const { host, epson } = await journey({ pace: 'instant' });
    const job = await epson.print(document);
    const names = {
      epson,
      document,
      job,
      bytes: document.data,
      controller: new AbortController(),
      console: { log: () => {}, error: () => {} },
      EpsonConnectError,
      OutcomeUnknownError,
    };
    const printing = examples.filter((code) =>
      /epson\.(print|execute|jobs\.waitFor)\(/.test(code.replace(/fileDocument[^]*/, '')),
    );
    expect(printing.length).toBeGreaterThanOrEqual(3);
    for (const code of printing) await run(code, names);
    expect(host.control.jobs().filter((each) => each.executed_at !== null).length).toBeGreaterThan(2);
    await expect(run('made = 1;', names)).rejects.toThrow(ReferenceError);
    for (const code of examples) {
      const { diagnostics = [] } = ts.transpileModule(code, { reportDiagnostics: true });
      expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
    }
  });

  it('U12: is waited for through states that pass, without a sleep, and given up by name', async () => {
    const { host, epson, pass } = await printing({ pace: 'fast' });
    const printer = host.control.printer();
    const seen: string[] = [];
    const onStatus = ({ status }: { status: string }) => {
      seen.push(status);
      if (status === 'processing' && !seen.includes('processing_stopped')) printer.setTrouble('media_empty');
      if (status === 'processing_stopped') printer.setTrouble(null);
    };
    const job = await pass(epson.print(document));
    expect(await pass(epson.jobs.waitFor(job, { onStatus }))).toMatchObject({ status: 'completed' });
    expect(seen.join(' ')).toMatch(/processing processing_stopped (processing )?completed$/);
    printer.setTrouble('media_empty');
    const stuck = await pass(epson.print(document));
    expect(await pass(rejection(epson.jobs.waitFor(stuck, { deadlineMs: 600_000 })))).toMatchObject({
      name: 'TimeoutError',
      code: 'deadline',
      job_id: stuck.id,
      information: { id: stuck.id, status: 'processing_stopped', status_reason: 'media_empty' },
    });
  });

  it('U13: whose answer is lost comes out once, and is found out by asking', async () => {
    const { host, epson, pass } = await printing();
    host.control.faults.add({ operation: 'executePrint', effect: { kind: 'drop_after' } });
    const job = await pass(epson.print(document));
    expect(host.control.jobs()).toMatchObject([{ id: job.id, status: 'completed' }]);
    const operations = host.control.journal.read().map(({ operation }) => operation);
    expect(operations.filter((each) => each === 'executePrint')).toHaveLength(1);
    expect(operations.at(-1)).toBe('getPrintJob');
  });
});
