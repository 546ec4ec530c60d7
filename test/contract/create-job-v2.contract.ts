import { describe, expect, it } from 'vitest';
import type { Contract } from '../support/description/contract.js';
import { hintOf } from '../support/mock/client.js';
import { errorOf, JOB, newDevice, SETTINGS } from '../support/mock/client-v2.js';

/** New jobs of version 2, and copies of jobs. */
export function describeCreateJobV2(contract: Contract): void {
  describe('creating a job', () => {
    const BAD_SETTINGS = '400 invalid_print_settings';
    const BAD = '400 invalid_resource';

    it.each<[string, unknown, string, RegExp]>([
      ['an empty object', {}, BAD, /jobName is missing/],
      ['a list', [], BAD, /must be a JSON object/],
      ['no JSON', '{', BAD, /not JSON/],
      ['an empty name', { ...JOB, jobName: '' }, BAD, /1 to 256/],
      ['a name of 257', { ...JOB, jobName: 'x'.repeat(257) }, BAD, /257/],
      ['another mode', { ...JOB, printMode: 'poster' }, BAD, /document, photo/],
      ['settings as text', { ...JOB, printSettings: 'x' }, BAD, /Send an object/],
      [
        'names of version 1',
        { job_name: 'a', print_mode: 'document' },
        BAD,
        /called so in version 2, and not job_name/,
      ],
      [
        'no settings in them',
        { ...JOB, printSettings: {} },
        BAD_SETTINGS,
        /paperSize is missing.*colorMode is missing/,
      ],
      ['a size of version 1', settings({ paperSize: 'ms_a4' }), BAD_SETTINGS, /write "ps_a4"/],
      [
        'a type of version 1',
        settings({ paperType: 'mt_plainpaper' }),
        BAD_SETTINGS,
        /write "pt_plainpaper"/,
      ],
      ['a boolean for two sides', settings({ doubleSided: true }), BAD_SETTINGS, /write "long" or "short"/],
      ['long_edge', settings({ doubleSided: 'long_edge' }), BAD_SETTINGS, /write "long"/],
      ['100 copies', settings({ copies: 100 }), BAD_SETTINGS, /1 to 99/],
      [
        'a paper that the printer lacks',
        settings({ paperType: 'pt_roll' }),
        BAD_SETTINGS,
        /takes: pt_plainpaper\./,
      ],
      [
        'a source that it lacks',
        settings({ paperSource: 'roll' }),
        BAD_SETTINGS,
        /auto, rear, front1, front2/,
      ],
    ])('with %s is refused', async (_what, body, answer, hint) => {
      const { client, token } = await newDevice();
      const response = await contract.check(
        'createPrintJob',
        client.call(token, 'post', '/printing/jobs', body),
      );
      expect(errorOf(response)).toBe(answer);
      expect(hintOf(response)).toMatch(hint);
      expect(client.host.control.jobs()).toEqual([]);
    });

    it('takes the default settings of the printer back as they are', async () => {
      const { client, token } = await newDevice();
      const { body } = await client.call(token, 'get', '/printing/capability/default').expect(200);
      await client.job(token, body);
      expect(client.host.control.jobs()).toMatchObject([{ print_setting: body.printSettings }]);
    });

    it('takes what the printer lacks where settings are not checked', async () => {
      const { client, token } = await newDevice({ assume: { 'v2-settings': 'unchecked' } });
      await client.job(token, settings({ paperSource: 'roll' }));
      expect(client.host.control.jobs()).toMatchObject([{ print_setting: { paperSource: 'roll' } }]);
    });

    it('explains a name of version 1, which is ignored', async () => {
      const { client, token } = await newDevice();
      const response = await client.call(token, 'post', '/printing/jobs', { ...JOB, print_setting: {} });
      expect([response.status, hintOf(response)]).toEqual([
        201,
        expect.stringMatching(/called printSettings/),
      ]);
    });

    it('takes JSON in other encodings of the same text, and in chunks', async () => {
      const { client, token } = await newDevice();
      const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Transfer-Encoding': 'chunked' };
      const text = '{"jobName":"\\u00e4","printMode":"photo"}';
      await client.call(token, 'post', '/printing/jobs', text, headers).expect(201);
      expect(client.host.control.jobs()).toMatchObject([{ job_name: 'ä', print_mode: 'photo' }]);
    });
  });

  describe('a copy of a job', () => {
    const copy = (body: object) => ['post', '/printing/jobs/copy', body] as const;

    it('prints the file again with other settings, and has the rest from the original', async () => {
      const { client, token } = await newDevice({ pace: 'instant' });
      const printSettings = { ...SETTINGS, copies: 2, doubleSided: 'long' };
      const fromJobId = await client.executedJob(token, { printSettings });
      const made = await contract.check(
        'copyPrintJob',
        client.call(token, ...copy({ fromJobId, printSettings: { copies: 5 } })),
      );
      expect([made.status, Object.keys(made.body)]).toEqual([201, ['jobId']]);
      await client.execute(token, made.body.jobId).expect(202);
      const { body } = await client.call(token, 'get', `/printing/jobs/${made.body.jobId}`);
      expect(body).toMatchObject({ status: 'completed', jobName: 'SampleJob1', totalPages: 5 });
      expect(client.host.control.jobs()[1]).toMatchObject({
        print_mode: 'document',
        print_setting: { ...printSettings, copies: 5 },
      });
    });

    it('has the default settings where the original names none', async () => {
      const { client, token } = await newDevice();
      const fromJobId = await client.uploadedJob(token);
      await client
        .call(token, ...copy({ fromJobId, jobName: 'b', printSettings: { copies: 2 } }))
        .expect(201);
      expect(client.host.control.jobs()[1]).toMatchObject({
        job_name: 'b',
        print_setting: { ...SETTINGS, copies: 2, doubleSided: 'none' },
      });
    });

    it('is refused without a source, without its file, and with settings that the printer lacks', async () => {
      const { client, token } = await newDevice();
      const { jobId } = await client.job(token);
      const fromJobId = await client.uploadedJob(token);
      const unprintable = await client.uploadedJob(token, {}, 'no PDF');
      const printSettings = { paperSource: 'roll' };
      const answers: string[] = [];
      for (const body of [
        {},
        { fromJobId: 7 },
        { fromJobId: '0'.repeat(32) },
        { fromJobId: jobId },
        { fromJobId: unprintable },
        { fromJobId, printSettings },
        { fromJobId, printSettings: { copies: 0 } },
      ])
        answers.push(errorOf(await contract.check('copyPrintJob', client.call(token, ...copy(body)))));
      expect(answers).toEqual([
        ...['400 invalid_resource', '400 invalid_resource', '404 job_not_found'],
        ...['400 invalid_print_data', '400 invalid_print_data'],
        ...['400 invalid_print_settings', '400 invalid_print_settings'],
      ]);
      expect(client.host.control.jobs()).toHaveLength(3);
    });
  });

  /** A job with settings of which one is another. */
  function settings(change: object): typeof JOB & { readonly printSettings: object } {
    return { ...JOB, printSettings: { ...SETTINGS, ...change } };
  }
}
