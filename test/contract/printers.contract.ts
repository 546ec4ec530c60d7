import type { CapabilityOption } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING, hintOf, newClient } from '../support/client.js';
import type { Contract } from '../support/contract.js';
import { form } from '../support/forms.js';
import { withSetting } from './create-job.refusals.js';

const email = 'mock.printer@print.epsonconnect.com';
const OWN = {
  color_modes: ['mono'],
  media_sizes: [
    {
      media_size: 'ms_a4',
      media_types: [
        {
          media_type: 'mt_plainpaper',
          borderless: false,
          sources: ['rear'],
          print_qualities: ['draft'],
          '2_sided': false,
        },
      ],
    },
  ],
};

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

/** Capability, device, cancelled authentication, notification setting. */
export function describePrinters(contract: Contract): void {
  describe('getCapability', () => {
    it.each(['office', 'photo', 'mono-laser'] as const)(
      'tells what the preset %s can do, in each print mode',
      async (capability) => {
        const client = newClient({ printers: [{ email, capability }] });
        const caller = await client.authenticate();
        for (const mode of ['document', 'photo']) {
          const { status, body } = await contract.check(
            'getCapability',
            client.call(caller, 'get', `/capability/${mode}`),
          );
          expect([status, body.media_sizes.length > 0]).toEqual([200, true]);
        }
      },
    );

    it('tells the capability that it was given', async () => {
      const client = newClient({ printers: [{ email, capability: OWN }] });
      const { body } = await contract.check(
        'getCapability',
        client.call(await client.authenticate(), 'get', '/capability/photo'),
      );
      expect(body).toEqual(OWN);
    });

    it('refuses an unknown print mode', async () => {
      const client = newClient();
      const response = await contract.check(
        'getCapability',
        client.call(await client.authenticate(), 'get', '/capability/poster'),
      );
      expect([response.status, response.body]).toEqual([400, { code: 'validation_error' }]);
      expect(hintOf(response)).toMatch(/"poster".*document, photo/);
    });

    it.each<[string, unknown, RegExp]>([
      ['a preset that there is not', 'laser', /no preset "laser"; there are office, photo, mono-laser/],
      ['an empty object', {}, /capability\.color_modes is not a list/],
      [
        'an unknown size',
        { ...OWN, media_sizes: [{ ...OWN.media_sizes[0], media_size: 'A4' }] },
        /media_sizes\[0\]\.media_size is "A4"; it is one of ms_a3/,
      ],
      [
        '2_sided as a text',
        {
          ...OWN,
          media_sizes: [
            {
              media_size: 'ms_a4',
              media_types: [{ ...OWN.media_sizes[0]?.media_types[0], '2_sided': 'none' }],
            },
          ],
        },
        /media_types\[0\]\.2_sided is not true or false/,
      ],
      ['one of the modes wrong', { document: OWN, photo: [] }, /photo is not an object/],
    ])('cannot be made of %s', (_what, capability, message) => {
      expect(() => newClient({ printers: [{ email, capability: capability as CapabilityOption }] })).toThrow(
        message,
      );
    });
  });

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

  describe('getDevice', () => {
    it('tells the name, the serial number and whether the printer is connected', async () => {
      const client = newClient({ printers: [{ email, name: 'ET-1234', serialNo: 'X0YZ000001' }] });
      const caller = await client.authenticate();
      const on = await contract.check('getDevice', client.call(caller, 'get', ''));
      expect(on.body).toEqual({ printer_name: 'ET-1234', serial_no: 'X0YZ000001', ec_connected: true });
      client.host.control.printer().setOnline(false);
      const off = await contract.check('getDevice', client.call(caller, 'get', ''));
      expect(off.body.ec_connected).toBe(false);
    });
  });

  describe('cancelAuthentication', () => {
    it('ends the device ID and every token, and leaves the printer to be authenticated again', async () => {
      const client = newClient();
      const caller = await client.authenticate();
      const { body } = await contract.check(
        'cancelAuthentication',
        client.call(caller, 'delete', '').expect(200),
      );
      expect(body).toEqual({});
      const dead = await contract.check('getDevice', client.call(caller, 'get', ''));
      expect([dead.status, dead.body, hintOf(dead).split(':')[0]]).toEqual([
        401,
        { code: 'access_token_verification_failed' },
        'bearer-revoked',
      ]);
      const refresh = await contract.check(
        'authenticate',
        client.token(form({ grant_type: 'refresh_token', refresh_token: caller.refreshToken })),
      );
      expect([refresh.status, refresh.body]).toEqual([400, { error: 'invalid_grant' }]);
      expect(hintOf(refresh)).toMatch(/cancelled/);
      const again = await client.authenticate();
      expect(again.deviceId).not.toBe(caller.deviceId);
      await contract.check('getDevice', client.call(again, 'get', '').expect(200));
    });

    it('keeps the device ID under the other assumption', async () => {
      const client = newClient({ assume: { 'device-id-after-cancel': 'same' } });
      const caller = await client.authenticate();
      await client.call(caller, 'delete', '').expect(200);
      expect((await client.authenticate()).deviceId).toBe(caller.deviceId);
    });
  });

  describe('setNotification', () => {
    it.each([
      ['a boolean', { notification: true, callback_uri: 'https://example.com/jobs' }, ''],
      ['false', { notification: false, callback_uri: 'http://localhost:1' }, ''],
      [
        'the text "true", with a warning',
        { notification: 'true', callback_uri: 'https://example.com/jobs' },
        'notification-as-text',
      ],
    ])('takes %s', async (_what, body, warning) => {
      const client = newClient();
      const response = await contract.check(
        'setNotification',
        client.call(await client.authenticate(), 'post', '/settings/notification', body),
      );
      expect([response.status, response.body, hintOf(response).split(':')[0]]).toEqual([200, {}, warning]);
    });

    it.each([
      ['no notification', { callback_uri: 'https://example.com/jobs' }, /notification is missing/],
      ['a number', { notification: 1, callback_uri: 'https://example.com/jobs' }, /a number/],
      ['no callback_uri', { notification: true }, /callback_uri is missing/],
      ['a short one', { notification: true, callback_uri: 'http://a' }, /8 characters.*11 to 2048/],
      ['a long one', { notification: true, callback_uri: `http://a/${'a'.repeat(2048)}` }, /2057 characters/],
      ['no URI', { notification: true, callback_uri: 'example.com/jobs' }, /no http or https URI/],
      ['another scheme', { notification: true, callback_uri: 'file:///etc/passwd' }, /no http or https URI/],
    ])('refuses %s', async (_what, body, hint) => {
      const client = newClient();
      const response = await contract.check(
        'setNotification',
        client.call(await client.authenticate(), 'post', '/settings/notification', body),
      );
      expect([response.status, response.body]).toEqual([400, { code: 'validation_error' }]);
      expect(hintOf(response)).toMatch(hint);
    });
  });
}
