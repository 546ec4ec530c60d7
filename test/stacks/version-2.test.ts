import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startMockHost, type Exchange, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../support/folder.js';
import { deviceTokens } from '../support/mock/device-tokens.js';
import { runProgram } from '../support/processes/programs.js';
import { findRunners, fivePages, plainEnvironment, programFor, type Found } from './print-with.js';
import { digest, trafficOf } from './seen.js';
import { STACKS_V2, type StackV2 } from './stacks-v2.js';

/** A host for programs of version 2, and a file with tokens that a person has allowed. */
async function start(options: StartOptions = {}) {
  const exchanges: Exchange[] = [];
  const onExchange = (exchange: Exchange) => exchanges.push(exchange);
  const host = await startMockHost({
    pace: 'instant',
    uploadPort: 0,
    consent: 'auto',
    onExchange,
    ...options,
  });
  onTestFinished(() => host.close());
  const tokens = join(newFolder(), 'tokens.json');
  await writeFile(tokens, JSON.stringify(await deviceTokens(host)));
  exchanges.length = 0;
  const run = async (stack: Found<StackV2>, mistake = '', files = [fivePages]) => {
    const [command = '', ...args] = stack.runner ?? [];
    const { clientId, clientSecret, apiKey } = host.credentialsV2;
    const env = {
      ...plainEnvironment,
      EPSON_CONNECT_API_CLIENT_ID: clientId,
      EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
      EPSON_CONNECT_API_KEY: apiKey,
      TOKENS: tokens,
      MISTAKE: mistake,
    };
    return runProgram(command, [...args, await programFor(stack, host.url), ...files], { env });
  };
  return { host, exchanges, tokens, run };
}

const jobsOf = ({ control }: RunningMockHost) =>
  control.jobs().map(({ job_name, total_pages, status }) => [job_name, total_pages, status]);

const refusalOf = (exchanges: readonly Exchange[]) => exchanges.at(-1)?.refusal;

const stacks = findRunners('printing by version 2', STACKS_V2);

describe.each(stacks)('$name, by version 2', (stack) => {
  it.skipIf(stack.runner === undefined)('prints five pages twice, once, and can do so again', async () => {
    const { host, exchanges, tokens, run } = await start();
    for (let time = 1; time <= 2; time += 1) {
      const before = await readFile(tokens, 'utf8');
      exchanges.length = 0;
      const { code, output } = await run(stack);
      const { steps, ...rest } = trafficOf(exchanges);
      const job = host.control.jobs().at(-1);
      expect([code, output]).toEqual([0, `printed as job ${job?.id}\n`]);
      expect(steps.slice(-4).filter((step) => step !== 'getPrintJob 200')).toEqual(
        expect.arrayContaining(['uploadPrintFile 200', 'executePrint 202']),
      );
      expect(rest).toEqual({ broken: [], warnings: stack.warnings ?? [] });
      expect(await digest(job?.document?.path ?? '')).toBe(await digest(fivePages));
      // The rotated token was stored; one program keeps an access token that is good.
      if (time === 1) expect(await readFile(tokens, 'utf8')).not.toBe(before);
    }
    const once = ['Invoice 17 – Müller', 10, 'completed'];
    expect(jobsOf(host)).toEqual([once, once]);
  });

  it.skipIf(stack.runner === undefined).each(stack.mistakes)(
    'is told what is wrong with it: $name',
    async ({ name, ends, rule, warnings = [], hint = /^/ }) => {
      const { exchanges, run } = await start();
      const { code } = await run(stack, name);
      const { steps, ...rest } = trafficOf(exchanges);
      expect([code, steps.at(-1)]).toEqual([rule === undefined ? 0 : 1, ends]);
      expect(rest).toEqual({ broken: rule === undefined ? [] : [rule], warnings });
      expect(refusalOf(exchanges)?.hint ?? '').toMatch(hint);
    },
  );
});

const named = (program: string) => {
  const stack = stacks.find((each) => each.program === program);
  return { stack: stack!, isMissing: stack?.runner === undefined };
};
const edge = named('v2/edge-function.ts');
const desk = named('v2/order_desk.py');

describe('a program of version 2', () => {
  it('that takes the empty answer of execute for JSON ends with an error, although it has printed', async () => {
    const { host, run } = await start({ assume: { 'v2-execute-body': 'empty' } });
    const { code, output } = await run(edge.stack, 'accepted-as-json');
    expect(code).toBe(1);
    expect(output).toMatch(/Unexpected end of JSON input/);
    await host.control.settled();
    expect(jobsOf(host)).toEqual([['Invoice 17 – Müller', 10, 'completed']]);
  });

  it.each([
    ['goes on when the paper is there again', '', 0],
    ['ends too early when it takes a stop for the end', 'stopped-as-the-end', 1],
  ])('that waits without paper %s', async (_what, mistake, code) => {
    const { host, run } = await start();
    host.control.printer().setTrouble('media_empty');
    const running = run(edge.stack, mistake);
    await host.control.waitFor({ kind: 'exchanges', operation: 'getPrintJob', count: 1 }, 60_000);
    expect(jobsOf(host)).toEqual([['Invoice 17 – Müller', 0, 'media_empty']]);
    const ended = mistake === '' ? undefined : await running;
    host.control.printer().setTrouble(null);
    expect(await (ended ?? running)).toMatchObject({
      code,
      ...(code === 0 ? {} : { output: expect.stringContaining('not printed: media_empty') }),
    });
    await host.control.settled();
    // A second job for the same paper would be a second print.
    expect(jobsOf(host)).toEqual([['Invoice 17 – Müller', 10, 'completed']]);
  });

  it.skipIf(desk.isMissing)(
    'that does not store the rotated token prints once, and then never again',
    async () => {
      const { exchanges, run } = await start();
      expect(await run(desk.stack, 'rotated-token-not-stored')).toMatchObject({ code: 0 });
      expect(await run(desk.stack, 'rotated-token-not-stored')).toMatchObject({ code: 1 });
      expect(refusalOf(exchanges)).toMatchObject({ rule: 'refresh-token-used' });
    },
  );

  it.skipIf(desk.isMissing)('that refreshes for every print does so as often as it prints', async () => {
    for (const [mistake, refreshes] of [
      ['', 1],
      ['refresh-for-every-print', 3],
    ] as const) {
      const { exchanges, run } = await start();
      const { code } = await run(desk.stack, mistake, [fivePages, fivePages, fivePages]);
      const { steps } = trafficOf(exchanges);
      expect([code, steps.filter((step) => step === 'requestToken 200')]).toEqual([
        0,
        Array.from({ length: refreshes }, () => 'requestToken 200'),
      ]);
    }
  });
});
