import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../../rules/rules.js';
import { ACCESS_MISTAKES_V2 } from '../../../test/mistakes/access-v2.js';
import { BODY_MISTAKES_V2 } from '../../../test/mistakes/body-v2.js';
import { JOB_MISTAKES_V2 } from '../../../test/mistakes/job-v2.js';
import { MAIL_V2, reportSceneV2, VERIFIER, type ReportSceneV2 } from '../../../test/report-scene-v2.js';
import { findingsIn } from '../../../test/findings.js';

const SAMPLE = fileURLToPath(new URL('../../../../sample.pdf', import.meta.url));
const MISTAKES = [...ACCESS_MISTAKES_V2, ...BODY_MISTAKES_V2, ...JOB_MISTAKES_V2];

/** Rules that no call of this test can break: with the reason. */
const OTHERS: Readonly<Record<string, string>> = {
  'token-body-unreadable': 'the connection ends',
  'body-unreadable': 'the connection ends',
  'upload-broken-off': 'the connection ends',
  'remote-printing-off': 'the owner of the printer decides',
  'printer-queue-full': 'takes a hundred jobs; as execute-while-storing',
  'schedules-full': 'takes a hundred schedules; as schedule-reserved-twice',
  'type-not-printable': 'version 2 stores such a file: file-name-not-printed',
};

/** The operations for which the status alone does not tell whether the call worked. */
const isDone = (status: string, location: string) =>
  /^20[0124]$/.test(status) || (status === '302' && location.includes('code='));

/** Runs a line against the mock, with variables as a program has them that has done the steps before. */
async function run(line: string, scene: ReportSceneV2): Promise<readonly [status: string, location: string]> {
  const { own, clientId, clientSecret, key, redirectUri, exchange, code, json, upload } = scene;
  const needs = (name: string) => line.includes(`$${name}`);
  const { access_token = '', refresh_token = '' } = JSON.parse(await exchange()) as Record<string, string>;
  const device = { ...key, Authorization: `Bearer ${access_token}` };
  const job = needs('JOB_ID') || needs('UPLOAD_URI') ? await scene.newJob(device) : undefined;
  if (job !== undefined && needs('JOB_ID')) await upload(job.uploadUri);
  const schedule = needs('SCHEDULE_ID') ? await scene.newSchedule(device) : undefined;
  if (schedule !== undefined) await upload(schedule.uploadUri);
  const destinations = async () => {
    await json('/scanning/destinations', MAIL_V2, device);
    const list = await scene.call('GET', '/api/2/scanning/destinations', device);
    return /"destinationId":"([^"]+)"/.exec(list)?.[1];
  };
  const env = {
    PATH: process.env['PATH'],
    EPSON_CONNECT_API_BASE_URL: own.host.url,
    EPSON_CONNECT_API_CLIENT_ID: clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
    EPSON_CONNECT_API_KEY: key['x-api-key'],
    REDIRECT_URI: redirectUri,
    CODE: needs('CODE') ? await code(needs('CODE_VERIFIER')) : '',
    CODE_VERIFIER: VERIFIER,
    TOKEN: access_token,
    REFRESH_TOKEN: refresh_token,
    APP_TOKEN: needs('APP_TOKEN') ? await scene.applicationToken() : '',
    JOB_ID: job?.jobId,
    SCHEDULE_ID: schedule?.scheduleJobId,
    UPLOAD_URI: job?.uploadUri,
    DESTINATION_ID: needs('DESTINATION_ID') ? await destinations() : '',
    FILE: SAMPLE,
  };
  const shell = spawn('sh', ['-euc', `${line} -o /dev/null -w '%{http_code} %{redirect_url}'`], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([text(shell.stdout), once(shell, 'close')]);
  const [status = '', location = ''] = output.split(' ');
  return [status, location];
}

describe('the corrected call of a mistake in version 2', () => {
  it.each(MISTAKES.map(([rule, make, options = {}]) => [rule, make, options] as const))(
    'works: %s',
    async (rule, make, options) => {
      const scene = await reportSceneV2(options);
      await make(scene);
      const found = [...findingsIn(scene.own.input.summary)].find(
        (each) => each.rule === rule && each.isMistake,
      );
      expect(found, `${rule} is among the findings`).toBeDefined();
      const mendedBy: unknown = REFUSALS[rule as keyof typeof REFUSALS]?.mendedBy;
      expect(found?.curl === undefined, found?.curl ?? 'no call').toBe(mendedBy === null);
      if (found?.curl === undefined) return;
      const [status, location] = await run(found.curl, scene);
      expect(isDone(status, location), `${status} is the answer to ${found.curl}`).toBe(true);
    },
  );

  it('is looked at for every rule of version 2 that a program can break', () => {
    const looked = new Set([...MISTAKES.map(([rule]) => rule), ...Object.keys(OTHERS)]);
    const rules = Object.entries(REFUSALS).filter(([, { v2, isMistake }]) => v2 !== undefined && isMistake);
    expect(rules.map(([rule]) => rule).filter((rule) => !looked.has(rule))).toEqual([]);
  });

  it.each<[string, (scene: ReportSceneV2) => Promise<unknown>, string]>([
    [
      'the body of a program of version 1',
      ({ json }) =>
        json(`/printing/printers/${'0'.repeat(32)}/jobs`, {
          job_name: 'Invoice',
          print_mode: 'Photo',
          print_setting: {
            media_size: 'MS_A4',
            media_type: 'mt_photopaper',
            borderless: 'false',
            print_quality: 'high',
            source: 'rear',
            color_mode: 'color',
            two_sided: true,
            copies: '2',
          },
        }),
      `{"jobName":"Invoice","printMode":"photo","printSettings":{"paperSize":"ps_a4","paperType":"pt_photopaper","borderless":false,"printQuality":"high","paperSource":"rear","colorMode":"color"`,
    ],
    [
      'a boolean for the sides',
      ({ setting }) => setting({ doubleSided: true }),
      '"colorMode":"color","doubleSided":"long"}',
    ],
    [
      'an edge',
      ({ setting }) => setting({ doubleSided: 'SHORT_EDGE' }),
      '"colorMode":"color","doubleSided":"short"}',
    ],
    [
      'a refresh that is JSON',
      ({ token }) => token('{"grant_type":"refresh_token"}', { 'Content-Type': 'application/json' }),
      '-d grant_type=refresh_token --data-urlencode "refresh_token=$REFRESH_TOKEN"',
    ],
    [
      'the password grant: ask a person',
      ({ token }) => token({ grant_type: 'password' }),
      '/auth/authorize"',
    ],
    ["the customer's file name", ({ send }) => send('&File=photo of us.JPG'), '"$UPLOAD_URI&File=1.jpg"'],
  ])('keeps what was right: %s', async (_what, make, line) => {
    const scene = await reportSceneV2();
    await make(scene);
    const found = [...findingsIn(scene.own.input.summary)].findLast(({ isMistake }) => isMistake);
    expect(found?.curl).toContain(line);
  });
});
