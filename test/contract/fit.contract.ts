import type { CapabilityOption } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING, hintOf, newClient } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { withSetting } from './create-job.refusals.js';

const email = 'mock.printer@print.epsonconnect.com';
/** Two sizes and two types, none of which can what another one can. */
const UNLIKE = {
  color_modes: ['color', 'mono'],
  media_sizes: [
    {
      media_size: 'ms_a3',
      media_types: [paper('mt_plainpaper', 'front1', 'draft', false, true)],
    },
    {
      media_size: 'ms_a4',
      media_types: [
        paper('mt_photopaper', 'rear', 'high', true, false),
        paper('mt_plainpaper', 'front2', 'normal', false, true),
        paper('mt_hagaki', 'front3', 'draft', true, false),
      ],
    },
  ],
};

function paper(media_type: string, source: string, quality: string, borderless: boolean, twoSided: boolean) {
  return { media_type, borderless, sources: [source], print_qualities: [quality], '2_sided': twoSided };
}

/** Print settings that are held to the capability of the printer. */
export function describeFit(contract: Contract): void {
  describe('a print setting that the printer cannot do', () => {
    it.each([
      ['mono-laser', {}, /color_mode: "color".*mono/],
      ['photo', { media_size: 'ms_a3' }, /media_size: "ms_a3".*ms_a4, ms_letter/],
      ['office', { media_type: 'mt_hagaki' }, /media_type with ms_a4: "mt_hagaki".*mt_plainpaper/],
      ['office', { source: 'front4' }, /source with ms_a4 and mt_plainpaper: "front4".*auto, rear/],
      [
        'mono-laser',
        { color_mode: 'mono', print_quality: 'high' },
        /print_quality with .*"high".*normal, draft/,
      ],
      ['office', { borderless: true }, /borderless with .*true.*false/],
      ['photo', { '2_sided': 'long' }, /2_sided with .*"long".*none/],
    ] as const)('%s refuses %j and tells what it can', async (capability, setting, hint) => {
      const client = newClient({ printers: [{ email, capability }] });
      const caller = await client.authenticate();
      const response = await contract.check(
        'createPrintJob',
        client.createJob(caller, withSetting({ ...FULL_SETTING, ...setting })),
      );
      expect([response.status, response.body]).toEqual([400, { code: 'invalid_resource' }]);
      expect(hintOf(response)).toMatch(/^setting-not-supported: /);
      expect(hintOf(response)).toMatch(hint);
    });

    const plain = { media_type: 'mt_plainpaper', source: 'front2', print_quality: 'normal' };
    const hagaki = { media_type: 'mt_hagaki', source: 'front3', print_quality: 'draft' };

    it.each([
      [{ ...plain, '2_sided': 'long' }],
      [{ ...hagaki, borderless: true }],
      [{ media_size: 'ms_a3', media_type: 'mt_plainpaper', source: 'front1', print_quality: 'draft' }],
    ])('is held to the size and type that it names: accepts %j', async (setting) => {
      const client = newClient({ printers: [{ email, capability: UNLIKE as CapabilityOption }] });
      const body = withSetting({ ...FULL_SETTING, ...setting });
      await contract.check('createPrintJob', client.createJob(await client.authenticate(), body).expect(201));
    });

    it.each<[object, RegExp]>([
      [
        { ...hagaki, media_size: 'ms_a3' },
        /media_type with ms_a3: "mt_hagaki"\. .*it takes: mt_plainpaper\./,
      ],
      [{ ...plain, source: 'rear' }, /source with ms_a4 and mt_plainpaper: "rear"\. .*it takes: front2\./],
      [{ ...hagaki, source: 'front1' }, /source with ms_a4 and mt_hagaki: "front1"\. .*it takes: front3\./],
      [{ ...plain, print_quality: 'high' }, /print_quality with .*: "high"\. .*it takes: normal\./],
      [{ ...plain, borderless: true }, /borderless with ms_a4 and mt_plainpaper: true/],
      [{ ...hagaki, '2_sided': 'long' }, /2_sided with ms_a4 and mt_hagaki: "long"/],
    ])('is held to the size and type that it names: refuses %j', async (setting, hint) => {
      const client = newClient({ printers: [{ email, capability: UNLIKE as CapabilityOption }] });
      const body = withSetting({ ...FULL_SETTING, ...setting });
      const response = await client.createJob(await client.authenticate(), body);
      expect([response.status, response.body]).toEqual([400, { code: 'invalid_resource' }]);
      expect(hintOf(response)).toMatch(hint);
    });
  });
}
