import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import type { StartOptions } from 'epson-connect-mock';
import * as sdk from 'epson-connect-sdk';
import { parseJobNotification } from 'epson-connect-sdk/receive';
import * as sdkV2 from 'epson-connect-sdk/v2';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { document, journey } from '../support/mock/journey.js';
import { connect, consent, journeyV2 } from '../support/mock/journey-v2.js';

const page = readFileSync(new URL('../../sdk/guides/version-2.md', import.meta.url), 'utf8');

/** The sections of the guide with their code, in order. */
const sections = page.split(/^##+ /m).flatMap((section) => {
  const [title = ''] = section.split('\n', 1);
  const blocks = [...section.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code);
  return blocks.length > 0 ? [{ title, blocks }] : [];
});
const pairs = sections.filter(({ blocks }) => blocks[0]?.startsWith('// version 1\n'));
const isPair = new Set(pairs);

type Names = Readonly<Record<string, unknown>>;

/** Runs a block as the strict module that it is. */
async function run(code: string, names: Names): Promise<void> {
  const body = code.replace(/^import .*$/gm, '');
  const { outputText } = ts.transpileModule(`async () => {${body}}`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  const program = `"use strict"; (${Object.keys(names).join(', ')}) => ${outputText}`;
  const make = runInThisContext(program) as (...values: unknown[]) => () => Promise<void>;
  await make(...Object.values(names))();
}

/** Returns a console, and the lines that are written to it. */
const writing = () => {
  const written: string[] = [];
  const write = (...values: unknown[]) => void written.push(values.map(String).join(' '));
  return { written, console: { log: write, error: write } };
};

const options: StartOptions = { pace: 'instant' };
const OUTCOMES: Readonly<Record<string, readonly [first: string[], second: string[]]>> = {
  Client: [[], []],
  Connection: [['authenticate'], ['authorize', 'requestToken']],
  'Print with settings': [
    ['authenticate', 'createPrintJob', 'uploadPrintFile', 'executePrint'],
    ['createPrintJob', 'uploadPrintFile', 'executePrint'],
  ],
  'Step by step': [
    ['authenticate', 'createPrintJob', 'uploadPrintFile', 'executePrint'],
    ['createPrintJob', 'uploadPrintFile', 'executePrint'],
  ],
  Status: [
    ['getPrintJob', 'getPrintJob'],
    ['getPrintJob', 'getPrintJob'],
  ],
  Cancel: [['cancelPrint'], ['cancelPrint']],
  Printer: [
    ['authenticate', 'getDevice', 'getCapability'],
    ['getDevice', 'getCapability'],
  ],
  Notifications: [
    ['authenticate', 'setNotification'],
    ['requestToken', 'setNotification'],
  ],
  'Scan destinations': [
    ['authenticate', 'registerDestination', 'listDestinations', 'updateDestination'],
    ['registerDestination', 'updateDestination'],
  ],
  'The end of a connection': [['authenticate', 'cancelAuthentication'], []],
  Errors: [
    ['authenticate', 'createPrintJob', 'uploadPrintFile', 'executePrint'],
    ['createPrintJob', 'uploadPrintFile', 'executePrint'],
  ],
  'Calls of your own': [['getPrintJob'], ['getPrintJob']],
};

/** The job that the blocks of a section are about. */
const NEEDS: Readonly<Record<string, 'a job' | 'a job that waits' | 'a job without paper' | undefined>> = {
  Status: 'a job',
  Cancel: 'a job that waits',
  'Calls of your own': 'a job',
};
const full = (code: string) => ({ operation: 'executePrint', code }) as const;

describe('the guide from version 1 to version 2', () => {
  it('has both versions of each difference, and no other', () => {
    expect(pairs.map(({ title }) => title)).toEqual(Object.keys(OUTCOMES));
    for (const { blocks } of pairs)
      expect(blocks.map((code) => code.split('\n', 1)[0])).toEqual(['// version 1', '// version 2']);
  });

  it.each(pairs)('runs in version 1: $title', async ({ title, blocks }) => {
    const { host, epson, operations, exchanges } = await journey(options);
    if (NEEDS[title] === 'a job that waits') host.control.printer().setOnline(false);
    const job = NEEDS[title] && (await epson.print(document));
    const { device_id } = NEEDS[title] ? await epson.authenticate() : { device_id: '' };
    if (title === 'Errors') host.control.faults.add(full('printjob_too_many'));
    exchanges.length = 0;
    const { written, console } = writing();
    const body = {
      Param: { JobId: 'a', JobStatus: { Status: 'Pending', UpdateDate: '2027/05/03 14:30:00' } },
    };
    const { printerEmail, ...app } = host.credentials;
    const names = {
      ...sdk,
      ...app,
      parseJobNotification,
      printerEmail,
      epson,
      document,
      job,
      device_id,
      console,
    };
    await run(blocks[0] ?? '', { ...names, request: { body } });
    expect([title, ...operations()]).toEqual([title, ...(OUTCOMES[title]?.[0] ?? [])]);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
    if (title === 'Errors') expect(written).toEqual(['The queue is full.']);
  });

  it.each(pairs)('runs in version 2: $title', async ({ title, blocks }) => {
    const tokenStore = sdkV2.memoryTokenStore();
    const { host, epson, operations, exchanges } = await journeyV2(options, { tokenStore });
    if (NEEDS[title] === 'a job that waits') host.control.printer().setOnline(false);
    const job = NEEDS[title] && (await epson.print(document));
    if (title === 'Errors') host.control.faults.add(full('job_limit_exceeded'));
    exchanges.length = 0;
    const { written, console } = writing();
    const body = {
      Param: {
        Type: 'ImmediatePrint',
        JobId: 'a',
        JobStatus: 'completed',
        UpdateDate: '2027/05/03 14:30:00',
      },
    };
    const request = { body, url: '' };
    const names = {
      ...sdkV2,
      ...host.credentialsV2,
      parseJobNotification,
      fileTokenStore: () => tokenStore,
      document,
      job,
      console,
      tokenStore,
      request,
      epson: title === 'Connection' ? withOwner(epson, request) : epson,
    };
    await run(blocks[1] ?? '', names);
    expect([title, ...operations()]).toEqual([title, ...(OUTCOMES[title]?.[1] ?? [])]);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
    if (title === 'Errors') expect(written).toEqual(['The queue is full.']);
    if (title === 'The end of a connection') expect(await tokenStore.read()).toBeUndefined();
  });

  it('names the settings of both versions for the same print', async () => {
    const [first = '', second = ''] =
      pairs.find(({ title }) => title === 'Print with settings')?.blocks ?? [];
    const { host, epson } = await journey(options);
    await run(first, { epson, document, console: writing().console });
    const both = await journeyV2(options);
    await run(second, { epson: both.epson, document, console: writing().console });
    const [of1, of2] = [host, both.host].map(({ control }) => control.jobs()[0]?.print_setting);
    // The host keeps each setting in the words of its version: the values differ by their prefixes only.
    const plain = (settings: unknown) =>
      Object.values(Object(settings) as object).map((value) => String(value).replace(/^[mp](?=[st]_)/, ''));
    expect(plain(of2).toSorted()).toEqual(plain(of1).toSorted());
  });
});

it.each([
  ['version 1', '', 1],
  ['version 2', '-v2', 2],
])('the words of %s in the table of the guide are those of its description', (_, suffix, column) => {
  const described = readFileSync(
    new URL(`../../sdk/src/generated/epson-connect${suffix}.ts`, import.meta.url),
    'utf8',
  );
  const [, table = ''] = page.split('\n### Words\n');
  const words = table.split('\n').flatMap((row) => [...(row.split('|')[column] ?? '').matchAll(/`(\w+)`/g)]);
  expect(words.length).toBeGreaterThan(10);
  expect(words.map(([, word = '']) => word).filter((word) => !described.includes(`"${word}"`))).toEqual([]);
});

/** Calls of a client, whose owner goes through the consent as soon as they are sent there. */
function withOwner(epson: sdkV2.EpsonConnectV2, request: { url: string }) {
  return {
    async authorizationUrl() {
      const asked = await epson.authorizationUrl();
      request.url = await consent(asked.url);
      return asked;
    },
    authorize: epson.authorize.bind(epson),
  };
}

describe('the guide to version 2', () => {
  it('connects a printer, prints, prints later, is told, and connects again', async () => {
    const { host, epson, operations } = await journeyV2(options);
    const redirects: string[] = [];
    const session = {};
    const request = {
      body: {
        Param: {
          Type: 'ImmediatePrint',
          JobStatus: 'completed',
          UpdateDate: '2027/05/03 14:30:00',
          JobId: '',
        },
      },
      url: '',
    };
    const names = {
      ...sdkV2,
      parseJobNotification,
      document,
      session,
      request,
      response: { redirect: (url: string) => void redirects.push(url) },
      epson,
    };
    for (const { title, blocks } of sections.filter((section) => !isPair.has(section))) {
      if (title === 'When a connection ends') host.control.revokeTokens();
      for (const code of blocks) {
        if (code.includes('new EpsonConnectV2')) continue; // compiled, and the client of the test is used
        if (code.includes('epson.authorize(')) request.url = await consent(redirects[0] ?? '');
        request.body.Param.JobId = host.control.jobs()[0]?.id ?? '';
        await run(code, names);
      }
      if (title === 'When a connection ends') await connect(epson);
    }
    expect(redirects.slice(1)).toEqual(['/connect']);
    for (const operation of [
      'requestToken',
      'executePrint',
      'reserveSchedule',
      'deleteSchedule',
      'setNotification',
    ])
      expect(operations()).toContain(operation);
    expect(operations().at(-1)).toBe('getPrintJob');
  });
});
