import type { OperationId } from 'epson-connect-mock';
import { EpsonConnect, SettingError } from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { operationsOf, readDescription } from '../support/description/description.js';
import { document, journey, rejection } from '../support/mock/journey.js';
import { recordingFetch } from '../support/sdk/recording-fetch.js';

const described = operationsOf(readDescription('v1/openapi.yaml'));
const mail = { alias_name: 'Books', type: 'mail', destination: 'books@client.example' };

/** Everything that the SDK can ask of a host, once. */
async function everything(epson: EpsonConnect): Promise<void> {
  const job = await epson.print(document);
  await epson.jobs.get(job);
  await epson.jobs.cancel(await epson.print(document)).catch(() => {});
  await epson.device();
  await epson.capability('photo');
  await epson.notifications.set({ notification: true, callback_uri: 'https://client.example/told' });
  await epson.destinations.register(mail);
  const [destination] = await epson.destinations.list();
  if (destination === undefined) throw new Error('there is no destination');
  await epson.destinations.update({ ...destination, alias_name: 'Accounts' });
  await epson.destinations.delete(destination);
  await epson.cancelAuthentication();
}

describe('requests', () => {
  it('W2: each operation goes to its path with its method', async () => {
    const wire = recordingFetch();
    const { epson, operations } = await journey({}, { fetch: wire.fetch });
    await everything(epson);
    const ours = [...described.keys()].filter((id) => !/^(notifyJobStatus|deliverScan)$/.test(id));
    expect([...new Set(operations())].sort()).toEqual(ours.sort());
    for (const [index, { method, path }] of wire.sent.entries()) {
      const operation = described.get(operations()[index] ?? '');
      const pattern = operation?.path.replace(/\{\w+\}/g, '[^/]+');
      expect(method).toBe(operation?.method.toUpperCase());
      expect(path).toMatch(new RegExp(`^${pattern}$`));
    }
  });

  it('W3: cancel is a POST, and succeeds', async () => {
    const wire = recordingFetch();
    const { host, epson } = await journey({}, { fetch: wire.fetch });
    host.control.printer().setOnline(false);
    const job = await epson.print(document);
    expect(await epson.jobs.cancel(job)).toBeUndefined();
    expect(wire.sent.at(-1)).toMatchObject({ method: 'POST', path: expect.stringMatching(/\/cancel$/) });
    expect(host.control.jobs()).toMatchObject([{ status: 'canceled' }]);
  });

  it('W5: where there is no body, none is sent, and no content type', async () => {
    const wire = recordingFetch();
    const { epson, exchanges } = await journey({}, { fetch: wire.fetch });
    await everything(epson);
    const without = exchanges.flatMap(({ operation = '' }, index) =>
      described.get(operation)?.requestBody === undefined ? [index] : [],
    );
    expect(without.length).toBeGreaterThan(5);
    for (const index of without) {
      expect(wire.sent[index]).toMatchObject({ hasBody: false });
      expect(wire.sent[index]?.headers.has('content-type')).toBe(false);
      expect(exchanges[index]?.requestBody.sizeBytes).toBe(0);
    }
  });

  it('W6: an ID is encoded where it stands in a path, or refused', async () => {
    const wire = recordingFetch();
    const { epson } = await journey({}, { fetch: wire.fetch });
    await epson.authenticate();
    expect(await rejection(epson.jobs.get('a/../b?x'))).toMatchObject({ status: 404 });
    expect(wire.sent.at(-1)?.url).toMatch(/\/jobs\/a%2F\.\.%2Fb%3Fx$/);
    const before = wire.sent.length;
    for (const id of ['..', '.', '']) await expect(epson.jobs.get(id)).rejects.toThrow(SettingError);
    expect(wire.sent).toHaveLength(before);
  });

  it('W7: a destination is updated with PUT', async () => {
    const wire = recordingFetch();
    const { epson } = await journey({}, { fetch: wire.fetch });
    await epson.destinations.register(mail);
    const [destination] = await epson.destinations.list();
    await epson.destinations.update({ id: '', ...mail, ...destination, alias_name: 'Accounts' });
    expect(wire.sent.at(-1)?.method).toBe('PUT');
    expect(await epson.destinations.list()).toMatchObject([{ alias_name: 'Accounts' }]);
  });

  it.each(['', '/', '/gateway', '/gateway/', '/gateway/v2//'])(
    'W8: a base URL that ends in "%s" works, and no slash is doubled',
    async (end) => {
      const { host } = await journey();
      const urls: string[] = [];
      const epson = new EpsonConnect({
        ...host.credentials,
        baseUrl: host.url + end,
        fetch: (url, init) => {
          urls.push(url);
          return fetch(url.replace(/\/gateway(\/v2)?/, ''), init);
        },
      });
      await epson.print(document);
      const root = (host.url + end).replace(/\/+$/, '');
      const [token, create, upload, execute] = urls;
      for (const url of [token, create, execute]) expect(url).toMatch(new RegExp(`^${root}/api/1/`));
      expect(new URL(upload ?? '').pathname).toMatch(/\/PostData$/);
      for (const url of urls) expect(new URL(url).pathname).not.toContain('//');
      expect(host.control.jobs()).toMatchObject([{ executed_at: expect.any(String) }]);
    },
  );

  it('W12: nothing is lost between two calls, and looking at a resource asks for nothing', async () => {
    const { epson, operations } = await journey();
    for (let looks = 0; looks < 3; looks += 1) {
      expect(epson.destinations).toBe(epson.destinations);
      expect(epson.jobs).toBe(epson.jobs);
    }
    expect(operations()).toEqual([]);
    await epson.destinations.register(mail);
    const [destination] = await epson.destinations.list();
    if (destination === undefined) throw new Error('there is no destination');
    const others: OperationId[] = ['updateDestination', 'deleteDestination'];
    expect(await epson.destinations.update({ ...destination, alias_name: 'Accounts' })).toBeUndefined();
    expect(await epson.destinations.delete(destination.id)).toBeUndefined();
    expect(operations().slice(-2)).toEqual(others);
  });
});
