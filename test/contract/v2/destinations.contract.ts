import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { hintOf } from '../../support/mock/client.js';
import { ClientV2, outcomeOf } from '../../support/mock/client-v2.js';

const PATH = '/scanning/destinations';
const FOLDER = { aliasName: 'Folder', destinationService: 'url', destination: 'https://example.com/scan' };
const MAIL = { aliasName: 'Mail', destinationService: 'mail', destination: 'a@example.com' };

/** [what is wrong, what is changed, the rule] */
const REFUSALS: [string, object, string][] = [
  ['no alias', { aliasName: undefined }, 'destination-invalid'],
  ['an empty alias', { aliasName: '' }, 'destination-invalid'],
  ['an alias of 21 characters', { aliasName: 'a'.repeat(21) }, 'destination-invalid'],
  ['an alias that is no text', { aliasName: 7 }, 'destination-invalid'],
  ['no destination', { destination: undefined }, 'destination-invalid'],
  ['a destination of 3 characters', { destination: 'a@b' }, 'destination-invalid'],
  ['a destination of 545 characters', { destination: `https://a/${'a'.repeat(535)}` }, 'destination-invalid'],
  ['a URL for a mail', { ...MAIL, destination: 'https://example.com' }, 'destination-invalid'],
  ['a mail address for a URL', { destination: 'a@example.com' }, 'destination-invalid'],
];

/** Describes where a printer scans to. */
export function describeDestinations(contract: Contract): void {
  const register = (client: ClientV2, token: string, body: object) =>
    contract.check('registerDestination', client.call(token, 'post', PATH, body));
  const update = (client: ClientV2, token: string, id: string, body: object) =>
    contract.check('updateDestination', client.call(token, 'put', `${PATH}/${id}`, body));
  const list = async (client: ClientV2, token: string) =>
    (await contract.check('listDestinations', client.call(token, 'get', PATH).expect(200))).body.destinations;

  describe('destinations', () => {
    it('are registered with an ID, listed in order, changed and deleted', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      expect(await list(client, token)).toEqual([]);
      const [folder, mail] = [await register(client, token, FOLDER), await register(client, token, MAIL)].map(
        ({ status, body }) => {
          expect([status, Object.keys(body)]).toEqual([201, ['destinationId']]);
          return body.destinationId as string;
        },
      );
      expect(folder).toMatch(/^[0-9a-f]{32}$/);
      expect(await list(client, token)).toEqual([
        { destinationId: folder, ...FOLDER },
        { destinationId: mail, ...MAIL },
      ]);
      const changed = { aliasName: 'Other', destination: 'b@example.com' };
      expect((await update(client, token, String(mail), changed)).status).toBe(204);
      const remove = () =>
        contract.check('deleteDestination', client.call(token, 'delete', `${PATH}/${folder}`));
      expect((await remove()).status).toBe(204);
      expect(await list(client, token)).toEqual([{ destinationId: mail, ...MAIL, ...changed }]);
      expect(outcomeOf(await remove())).toEqual([404, 'destination_not_found', 'destination-unknown']);
    });

    it('keep their service when they are changed, and tell that it cannot be', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      const id = (await register(client, token, MAIL)).body.destinationId as string;
      const answer = await update(client, token, id, { ...MAIL, destinationService: 'url' });
      expect(answer.status).toBe(204);
      expect(hintOf(answer)).toMatch(/^unknown-member: destinationService/);
      expect(await list(client, token)).toMatchObject([{ destinationService: 'mail' }]);
      const url = await update(client, token, id, { aliasName: 'Mail', destination: 'https://example.com' });
      expect(outcomeOf(url)).toEqual([400, 'invalid_resource', 'destination-invalid']);
    });

    it('may have a name of 20 characters, also of many bytes', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      for (const aliasName of ['a'.repeat(20), '日'.repeat(20), '🖨'.repeat(20)])
        expect((await register(client, token, { ...FOLDER, aliasName })).status).toBe(201);
    });

    it('warn of a name that the display may not show', async () => {
      const client = new ClientV2({
        printers: [{ email: 'a@print.epsonconnect.com', multiByteDisplay: false }],
      });
      const token = await client.deviceToken();
      const answer = await register(client, token, { ...FOLDER, aliasName: '日本' });
      expect([answer.status, outcomeOf(answer)[2]]).toEqual([201, 'alias-not-shown']);
    });

    it.each(REFUSALS)('are refused with %s', async (_what, changes, rule) => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      const refused = await register(client, token, { ...FOLDER, ...changes });
      expect(outcomeOf(refused)).toEqual([400, 'invalid_resource', rule]);
      expect(await list(client, token)).toEqual([]);
    });

    it.each([undefined, 'fax', 'URL', 1])('are refused with the service %j', async (destinationService) => {
      const client = new ClientV2();
      const refused = await register(client, await client.deviceToken(), { ...FOLDER, destinationService });
      expect(outcomeOf(refused)).toEqual([400, 'invalid_resource', 'destination-type-invalid']);
    });

    it('name the members of version 2 to who sends those of version 1', async () => {
      const client = new ClientV2();
      const former = { alias_name: 'Folder', type: 'url', destination: FOLDER.destination };
      const refused = await register(client, await client.deviceToken(), former);
      expect(outcomeOf(refused)).toEqual([400, 'invalid_resource', 'destination-invalid']);
      expect(hintOf(refused)).toMatch(
        /alias_name is not .* It is called aliasName\..*type is not .* It is called destinationService\./,
      );
    });

    it('have names of their own on a printer', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      await register(client, token, FOLDER);
      const id = (await register(client, token, MAIL)).body.destinationId as string;
      const taken = [400, 'duplicate_alias_name', 'alias-taken'];
      expect(outcomeOf(await register(client, token, FOLDER))).toEqual(taken);
      const renamed = { aliasName: 'Folder', destination: 'b@example.com' };
      expect(outcomeOf(await update(client, token, id, renamed))).toEqual(taken);
      expect((await update(client, token, id, { ...MAIL, destination: 'b@example.com' })).status).toBe(204);
    });

    it('are at most as many as the printer holds', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      for (let count = 0; count < 100; count += 1)
        await client.call(token, 'post', PATH, { ...FOLDER, aliasName: `Folder ${count}` }).expect(201);
      const refused = await register(client, token, FOLDER);
      expect(outcomeOf(refused)).toEqual([403, 'destination_limit_exceeded', 'destinations-full']);
    });

    it('are those of one printer', async () => {
      const client = new ClientV2({
        printers: ['a@print.epsonconnect.com', 'b@print.epsonconnect.com'],
      });
      const [a, b] = [
        await client.deviceToken('a@print.epsonconnect.com'),
        await client.deviceToken('b@print.epsonconnect.com'),
      ];
      const id = (await register(client, a, FOLDER)).body.destinationId as string;
      expect(await list(client, b)).toEqual([]);
      const unknown = [404, 'destination_not_found', 'destination-unknown'];
      expect(outcomeOf(await update(client, b, id, FOLDER))).toEqual(unknown);
    });
  });
}
