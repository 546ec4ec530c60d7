import type { CapabilityOption } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { hintOf, newClient } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { form } from '../support/http/forms.js';

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
      [
        'a preset that there is not',
        'laser',
        /capability is "laser"; it must be one of office, photo, mono-laser/,
      ],
      ['an empty object', {}, /capability\.color_modes is missing; it must be a list with something in it/],
      [
        'an unknown size',
        { ...OWN, media_sizes: [{ ...OWN.media_sizes[0], media_size: 'A4' }] },
        /media_sizes\[0\]\.media_size is "A4"; it must be one of ms_a3/,
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
        /media_types\[0\]\.2_sided is "none"; it must be true or false/,
      ],
      [
        'one of the modes wrong',
        { document: OWN, photo: [] },
        /photo\.color_modes is missing; it must be a list/,
      ],
    ])('cannot be made of %s', (_what, capability, message) => {
      expect(() => newClient({ printers: [{ email, capability: capability as CapabilityOption }] })).toThrow(
        message,
      );
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
      [
        'no URI',
        { notification: true, callback_uri: 'example.com/jobs' },
        /must begin with http:\/\/ or https:\/\/ and a host/,
      ],
      [
        'another scheme',
        { notification: true, callback_uri: 'file:///etc/passwd' },
        /must begin with http:\/\/ or https:\/\/ and a host/,
      ],
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
