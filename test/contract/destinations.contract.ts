import { describe, expect, it } from 'vitest';
import { hintOf, newClient } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';

const FOLDER = { alias_name: 'Folder', type: 'url', destination: 'https://example.com/scan' };
const INBOX = { alias_name: 'Inbox', type: 'mail', destination: 'me@example.com' };

/** Describes the scan destinations. */
export function describeDestinations(contract: Contract): void {
  describe('scan destinations', () => {
    it('are registered, listed, changed and deleted', async () => {
      const client = newClient();
      const caller = await client.authenticate();
      const list = async () => {
        const { body } = await contract.check(
          'listDestinations',
          client.call(caller, 'get', '/destinations').expect(200),
        );
        return (body as { destinations: { id: string; alias_name: string }[] }).destinations;
      };
      expect(await list()).toEqual([]);
      for (const body of [FOLDER, INBOX]) {
        const answer = await contract.check(
          'registerDestination',
          client.call(caller, 'post', '/destinations', body),
        );
        expect([answer.status, answer.body]).toEqual([201, {}]);
      }
      const [folder, inbox] = await list();
      expect([folder, inbox]).toEqual(
        [FOLDER, INBOX].map((each) => ({ id: expect.stringMatching(/^[0-9a-f]{32}$/), ...each })),
      );
      const changed = { ...folder, alias_name: 'Archive' };
      const updated = await contract.check(
        'updateDestination',
        client.call(caller, 'put', '/destinations', changed),
      );
      expect([updated.status, updated.body]).toEqual([200, {}]);
      const deleted = await contract.check(
        'deleteDestination',
        client.call(caller, 'delete', '/destinations', { id: inbox?.id }),
      );
      expect([deleted.status, deleted.body]).toEqual([200, {}]);
      expect(await list()).toEqual([changed]);
    });

    it.each<[string, object, number, string, RegExp]>([
      ['an alias that is taken', FOLDER, 400, 'duplicate_alias', /^alias-taken: .*"Folder"/],
      ['no alias', { ...FOLDER, alias_name: undefined }, 400, 'validation_error', /alias_name is missing/],
      [
        'an alias of 33 characters',
        { ...FOLDER, alias_name: 'a'.repeat(33) },
        400,
        'validation_error',
        /33 characters.*1 to 32/,
      ],
      [
        'an unknown type',
        { ...INBOX, type: 'email' },
        400,
        'invalid_resource',
        /^destination-type-invalid: .*"email".*mail, url/,
      ],
      [
        'a short destination',
        { ...INBOX, destination: 'a@b' },
        400,
        'validation_error',
        /3 characters.*4 to 544/,
      ],
      ['a URL that is none', { ...INBOX, type: 'url' }, 400, 'validation_error', /http:\/\/ or https:\/\//],
      [
        'an address that is none',
        { ...INBOX, destination: 'https://example.com' },
        400,
        'validation_error',
        /e-mail address/,
      ],
      ['a number', { ...INBOX, destination: 12_345 }, 400, 'validation_error', /destination is a number/],
    ])('refuse %s', async (_what, body, status, code, hint) => {
      const client = newClient();
      const caller = await client.authenticate();
      await client.call(caller, 'post', '/destinations', FOLDER).expect(201);
      const registered = await contract.check(
        'registerDestination',
        client.call(caller, 'post', '/destinations', body),
      );
      expect([registered.status, registered.body]).toEqual([status, { code }]);
      expect(hintOf(registered)).toMatch(hint);
      await client.call(caller, 'post', '/destinations', { ...FOLDER, alias_name: 'Other' }).expect(201);
      const list = await client.call(caller, 'get', '/destinations').expect(200);
      const updated = await contract.check(
        'updateDestination',
        client.call(caller, 'put', '/destinations', { ...body, id: list.body.destinations[1].id }),
      );
      expect([updated.status, updated.body]).toEqual([status, { code }]);
    });

    it('may keep their own alias when they change', async () => {
      const client = newClient();
      const caller = await client.authenticate();
      await client.call(caller, 'post', '/destinations', FOLDER).expect(201);
      const { body } = await client.call(caller, 'get', '/destinations').expect(200);
      await contract.check(
        'updateDestination',
        client
          .call(caller, 'put', '/destinations', {
            ...body.destinations[0],
            destination: 'https://example.com/other',
          })
          .expect(200),
      );
    });

    it('refuse an ID that is unknown or missing', async () => {
      const client = newClient();
      const caller = await client.authenticate();
      const id = '0'.repeat(32);
      const updated = await contract.check(
        'updateDestination',
        client.call(caller, 'put', '/destinations', { id, ...FOLDER }),
      );
      expect([updated.status, updated.body]).toEqual([404, { code: 'destination_not_found' }]);
      const deleted = await contract.check(
        'deleteDestination',
        client.call(caller, 'delete', '/destinations', { id }),
      );
      expect([deleted.status, deleted.body]).toEqual([404, { code: 'destination_not_found' }]);
      expect(hintOf(deleted)).toMatch(/^destination-unknown: .*list/);
      const bare = await contract.check(
        'deleteDestination',
        client.call(caller, 'delete', '/destinations', {}),
      );
      expect([bare.status, bare.body]).toEqual([400, { code: 'validation_error' }]);
    });

    it('come to an end: there is a largest number', async () => {
      const client = newClient({ callsPerMinute: Number.POSITIVE_INFINITY });
      const caller = await client.authenticate();
      for (let count = 0; count < 100; count += 1) {
        await client
          .call(caller, 'post', '/destinations', { ...FOLDER, alias_name: `folder ${count}` })
          .expect(201);
      }
      const full = await contract.check(
        'registerDestination',
        client.call(caller, 'post', '/destinations', FOLDER),
      );
      expect([full.status, full.body]).toEqual([400, { code: 'maximum_number' }]);
    });

    it('belong to a printer', async () => {
      const client = newClient({ printers: ['a@print.epsonconnect.com', 'b@print.epsonconnect.com'] });
      await client
        .call(await client.authenticate('a@print.epsonconnect.com'), 'post', '/destinations', FOLDER)
        .expect(201);
      const other = await contract.check(
        'listDestinations',
        client.call(await client.authenticate('b@print.epsonconnect.com'), 'get', '/destinations'),
      );
      expect(other.body).toEqual({ destinations: [] });
    });
  });
}
