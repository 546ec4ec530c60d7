import { ConnectionError, type EpsonConnectOptions } from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import config from '../vitest.config.js';
import deep from '../vitest.deep.config.js';
import { document, journey } from '../support/mock/journey.js';
import { learn, learnClient, learnFromAnswer, note, scan, takeLeaks } from '../support/secrets/secrets.js';
import { watchedHooks } from '../support/sdk/watched-hooks.js';

const TOKEN = 'q7Zp'.repeat(16);
const KEY = '9e8d7c6b5a'.repeat(8);

describe('the watch over secrets', () => {
  it('is kept in every test file, and no unhandled rejection is let pass', () => {
    for (const { test } of [config, deep]) {
      expect(test?.setupFiles).toContainEqual(expect.stringMatching(/watch-secrets\.ts$/));
      expect(Object.keys(test ?? {})).not.toContain('dangerouslyIgnoreUnhandledErrors');
      expect(Object.keys(test ?? {})).not.toContain('onUnhandledError');
    }
  });

  it('learns the tokens and keys that a host hands out, and knows them by a part', () => {
    learnFromAnswer(
      JSON.stringify({ access_token: TOKEN, upload_uri: `https://s.test/P?Key=${KEY}&File=1.pdf` }),
    );
    for (const secret of [TOKEN, KEY]) {
      expect(scan(`a ${secret} b`)).not.toEqual([]);
      expect(scan(`x=${secret.slice(0, 44)}`)).not.toEqual([]);
      expect(scan(`x=${secret.slice(-44)}`)).not.toEqual([]);
    }
    expect(scan('Key=***, and job a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1')).toEqual([]);
  });

  it('knows client secrets, alone, in Basic and in a form', () => {
    const secret = 'a secret / of 64 + characters = in all';
    learnClient('the client', secret);
    for (const shown of [secret, btoa(`the client:${secret}`), encodeURIComponent(secret)])
      expect(scan({ nested: [shown] })).not.toEqual([]);
  });

  it('catches an error that shows a token, in its message, in a member or in a cause', () => {
    learn(TOKEN);
    const details = { code: 'made_up' };
    const leaking = [
      () => new ConnectionError(`Bearer ${TOKEN}`, details),
      () => new ConnectionError('no', { ...details, hint: TOKEN }),
      () => new ConnectionError('no', { ...details, cause: new Error('a', { cause: new Error(TOKEN) }) }),
      () =>
        new ConnectionError('no', {
          ...details,
          cause: Object.assign(new Error('a'), { config: { TOKEN } }),
        }),
    ];
    for (const make of leaking) {
      make();
      expect(takeLeaks()).toEqual([expect.stringMatching(/^an error shows q7Zp/)]);
    }
    expect(takeLeaks()).toEqual([]);
  });

  it('catches a line of a log', () => {
    learn(TOKEN);
    const { logger, onExchange } = watchedHooks() as Record<string, (line: object) => void>;
    logger?.({ level: 'debug', message: TOKEN });
    onExchange?.({ operation: 'getDevice', path: `/api?token=${TOKEN}` });
    note('a line', { nothing: 'to see' });
    expect(takeLeaks()).toEqual([
      expect.stringMatching(/^a log line shows/),
      expect.stringMatching(/^an exchange of the SDK shows/),
    ]);
  });

  it('reads what the journal of a host says, and learns what passed', async () => {
    let token = '';
    const fetch: EpsonConnectOptions['fetch'] = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      const { access_token = '' } = (await response
        .clone()
        .json()
        .catch(() => ({}))) as Record<string, string>;
      token ||= access_token;
      return response;
    };
    const { host, epson } = await journey({}, { fetch });
    await epson.print(document);
    expect(token).toHaveLength(64);
    expect(scan(token)).not.toEqual([]);
    expect(scan(host.control.journal.read())).toEqual([]);
    // Another host does not know the token, and sees none in its pieces.
    const other = await journey();
    const leaking = { job_name: `${token.slice(0, 30)} ${token.slice(30)}` };
    await other.epson.createJob(leaking);
    const leaks = takeLeaks();
    expect(leaks.length).toBeGreaterThan(0);
    for (const leak of leaks) expect(leak).toMatch(/^an exchange shows/);
  });
});
