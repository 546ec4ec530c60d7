import { describe, expect, it } from 'vitest';
import { addDestination, bearer, JSON_TYPE, printers, startShown } from '../support/secrets/shown.js';

describe('a user name and a password in an address', () => {
  const [user, password] = ['karl.klammer', 'p@ss:w0rd'];
  const spellings = ['p@ss', 'p%40ss', 'ss:w0rd', 'w0rd', 'ss%3Aw0rd'];

  it('are masked in a callback, in what is told of its attempts, and in a destination', async () => {
    const started = await startShown();
    const { client, caller, send, shown, attempted } = started;
    const callback_uri = `http://${user}:${password}@127.0.0.1:1/callback`;
    const headers = bearer(started);
    const path = `${printers(started)}/settings/notification`;
    expect(
      (await send('POST', path, headers, JSON.stringify({ notification: true, callback_uri }))).status,
    ).toBe(200);
    await send(
      'POST',
      path,
      headers,
      JSON.stringify({ notification: true, callback_uri: `x${callback_uri}` }),
    );
    await send('POST', path, headers, JSON.stringify({ callback_uri }).replaceAll('/', '\\/'));
    await addDestination(started, callback_uri);
    await client.executedJob(caller);
    await attempted();
    const text = await shown();
    expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([]);
    expect(text).toContain('//karl.klammer:***@127.0.0.1:1/callback');
  });

  it.each([
    `http://${user}:${password}@print.test/`,
    encodeURIComponent(`http://${user}:${password}@print.test/`),
    `https://${password}@print.test/?a`,
  ])('are masked in a target and a header: %s', async (address) => {
    const { send, shown } = await startShown();
    await send('GET', `/api/1/x?next=${address}`, { Referer: address, 'X-Next': address });
    const text = await shown();
    expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([]);
    expect(text).toContain('print.test');
  });
});

describe('a short secret in an order that is refused', () => {
  it.each([
    '{"client_id":"a b","client_secret":"s3cr"}',
    '{"client_id":"a","client_secret":"s3cr",}',
    '{"client_id":"a","client_secret":s3cr}',
    '{"client_id":"a","client_secret":\'s3cr\'}',
    '{"client_id":"a","client_secret":"x\\"s3cr"',
    '{"client_id":"a","clientSecret":"s3cr"}',
    'client_id=a&client_secret=s3cr',
    'client_id=a&client_secret=x/s3cr?x',
  ])('is not told: %s', async (order) => {
    const { send, shown } = await startShown();
    const response = await send('POST', '/_mock/api/clients', JSON_TYPE, order);
    expect(response.status).toBe(400);
    expect(`${await response.text()}\n${await shown()}`).not.toContain('s3cr');
  });
});
