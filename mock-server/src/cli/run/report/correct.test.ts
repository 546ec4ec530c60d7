import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REFUSALS } from '../../../rules/rules.js';
import { WARNINGS } from '../../../rules/warnings.js';
import { ACCESS_MISTAKES } from '../../../test/mistakes/access.js';
import { BODY_MISTAKES } from '../../../test/mistakes/body.js';
import { BODY_MISTAKES_V2 } from '../../../test/mistakes/body-v2.js';
import { JOB_MISTAKES } from '../../../test/mistakes/job.js';
import { JOB_MISTAKES_V2 } from '../../../test/mistakes/job-v2.js';
import { MAIL } from '../../../test/mistakes/mistake.js';
import { findingsIn } from '../../../test/findings.js';
import { reportScene, SETTING, type ReportScene } from '../../../test/report-scene.js';
import type { Sent } from '../../../test/watched-program.js';

const SAMPLE = fileURLToPath(new URL('../../../../sample.pdf', import.meta.url));
const MISTAKES = [...ACCESS_MISTAKES, ...BODY_MISTAKES, ...JOB_MISTAKES];

/** Rules that no call of this test can break: with the reason. */
const OTHERS: Readonly<Record<string, string>> = {
  'token-body-unreadable': 'the connection ends',
  'body-unreadable': 'the connection ends',
  'upload-broken-off': 'the connection ends',
  'refresh-token-retired': 'as refresh-token-unknown',
  'printer-queue-full': 'takes a hundred jobs; as execute-while-storing',
  'proxy-refused': 'another host',
  'storage-failed': "the mock's own",
  fault: 'asked for',
  internal: "the mock's own",
  'upload-in-parts': 'the header is wrong, and not the call',
  'body-not-utf8': 'the bytes are wrong: a corrected line is in UTF-8 already',
  'target-not-https': 'the address is wrong, and not the call',
};

/** A host that keeps what curl sends. */
const seen: Sent[] = [];
const recorder = createServer((request, response) => {
  const { method = '', url: target = '', headers } = request;
  const kept = { authorization: headers.authorization ?? '', 'content-type': headers['content-type'] ?? '' };
  void text(request).then((body) => {
    seen.push({ method, target, headers: kept, body });
    response.end('{}');
  });
});
beforeAll(async () => void (await once(recorder.listen(0, '127.0.0.1'), 'listening')));
afterAll(() => void recorder.close());

/** Returns what curl sends for a line, with the variables that the program has got from its host. */
async function sentBy(line: string, { own, bearer, id, upload_uri, printer }: ReportScene): Promise<Sent> {
  const origin = `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`;
  const { clientId, clientSecret, printerEmail } = own.host.credentials;
  const env = {
    PATH: process.env['PATH'],
    EPSON_CONNECT_API_BASE_URL: origin,
    EPSON_CONNECT_API_CLIENT_ID: clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
    EPSON_CONNECT_API_PRINTER_EMAIL: printerEmail,
    TOKEN: bearer.Authorization.slice('Bearer '.length),
    REFRESH_TOKEN: 'r'.repeat(64),
    DEVICE: printer.split('/')[2],
    JOB_ID: id,
    DESTINATION_ID: '0'.repeat(32),
    UPLOAD_URI: upload_uri.replace(/^http:\/\/[^/]*/, origin),
    FILE: SAMPLE,
  };
  const shell = spawn('sh', ['-euc', line], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(shell, 'close');
  expect(code, line).toBe(0);
  return seen.pop() ?? expect.fail(`nothing was sent by ${line}`);
}

/** A request without what does not matter. Of a document it matters that it is one. */
function bare({ method, target, headers, body }: Sent): object {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const [type = ''] = (lower['content-type'] ?? '').split(';');
  return {
    method,
    target,
    authorization: lower['authorization'] ?? '',
    type: body === '' ? '' : type,
    content: body.startsWith('%PDF-') ? 'a PDF' : contentOf(type, body),
  };
}

function contentOf(type: string, body: string): unknown {
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  return type === 'application/json' ? tryJson(body) : body;
}

function tryJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

describe('the corrected call of a mistake', () => {
  it.each(MISTAKES.map(([rule, make, options = {}]) => [rule, make, options] as const))(
    'is not the call that was sent: %s',
    async (rule, make, options) => {
      const scene = await reportScene(options);
      await make(scene);
      const found = [...findingsIn(scene.own.input.summary)].find(
        (each) => each.rule === rule && each.isMistake,
      );
      expect(found, `${rule} is among the findings`).toBeDefined();
      if (found?.curl === undefined) return;
      const sent = scene.own.sent.at(-1) ?? expect.fail('nothing was sent');
      expect(bare(await sentBy(found.curl, scene))).not.toEqual(bare(sent));
    },
  );

  it('is looked at for every rule of version 1 that a program can break', () => {
    const looked = new Set([...MISTAKES.map(([rule]) => rule), ...Object.keys(OTHERS)]);
    const refusals = Object.entries(REFUSALS).filter(
      ([, { v1, v2 }]) => v1 !== undefined || v2 === undefined,
    );
    const warnings = Object.entries(WARNINGS).filter(([, { isMistake }]) => isMistake);
    const ids = [...refusals, ...warnings].map(([rule]) => rule);
    // Some warnings are of version 2 only.
    for (const [rule] of [...BODY_MISTAKES_V2, ...JOB_MISTAKES_V2]) looked.add(rule);
    expect(ids.filter((rule) => !looked.has(rule))).toEqual([]);
  });

  it.each([
    ['a form', 'grant_type=refresh_token&refresh_token=', 'application/json'],
    ['JSON', '{"grant_type":"refresh_token","refresh_token":"', 'application/json'],
    ['text', 'grant_type=refresh_token&refresh_token=', 'text/plain'],
  ])('is the refresh form where the program refreshes by %s', async (_what, begin, type) => {
    const { token, basic, own } = await reportScene();
    const body = begin + 'r'.repeat(64) + (begin.startsWith('{') ? '"}' : '');
    await token(body, { ...basic, 'Content-Type': type });
    const [found] = [...findingsIn(own.input.summary)];
    expect(found?.curl).toContain('-d grant_type=refresh_token');
    expect(found?.hint).toContain('grant_type=refresh_token&refresh_token=');
    expect(found?.hint).not.toContain('password');
  });

  it.each<[string, (scene: ReportScene) => Promise<unknown>, string | undefined]>([
    [
      'an expired token: authenticate',
      async ({ own, execute }) => {
        own.host.control.expireTokens();
        await execute();
      },
      '/oauth2/auth/token',
    ],
    [
      'a name that is taken: PUT',
      async ({ api, destinations }) => {
        await api('POST', destinations, MAIL);
        await api('POST', destinations, MAIL);
      },
      '-X PUT',
    ],
    ['job information before execute: execute', ({ api, path }) => api('GET', path), '/print'],
    [
      'a job that is on paper: none',
      async ({ upload, execute, api, path }) => {
        await upload();
        await execute();
        await api('POST', `${path}/cancel`, { operated_by: 'user' });
      },
      undefined,
    ],
    [
      'a destination with a setting of a job',
      ({ api, destinations }) => api('POST', destinations, { ...SETTING, ...MAIL, type: 'Mail' }),
      '"type":"mail","destination":"me@example.com"',
    ],
  ])('is what mends it: %s', async (_what, make, line) => {
    const scene = await reportScene();
    await make(scene);
    const found = [...findingsIn(scene.own.input.summary)].findLast(({ isMistake }) => isMistake);
    if (line === undefined) expect(found?.curl).toBeUndefined();
    else expect(found?.curl).toContain(line);
  });
});
