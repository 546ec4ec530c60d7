import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationError, EpsonConnect, type EpsonConnectOptions, type Fetch } from './index.js';
import { configurationOf } from './options.js';
import { clientId, clientSecret, fakeHost, printerEmail, rejection } from './test/fake-host.js';

const credentials = { clientId, clientSecret, printerEmail };

function refused(options: unknown): ConfigurationError {
  try {
    new EpsonConnect(options as EpsonConnectOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return error as ConfigurationError;
  }
  throw new Error('expected a refusal');
}

describe('options', () => {
  beforeEach(() => {
    for (const name of ['CLIENT_ID', 'CLIENT_SECRET', 'PRINTER_EMAIL', 'BASE_URL'])
      vi.stubEnv(`EPSON_CONNECT_API_${name}`, undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it('one error names every option that is missing, and its variable', () => {
    const { message, code } = refused({});
    expect(code).toBe('invalid_configuration');
    expect(message).toBe(
      'clientId is missing: pass it or set EPSON_CONNECT_API_CLIENT_ID; ' +
        'clientSecret is missing: pass it or set EPSON_CONNECT_API_CLIENT_SECRET; ' +
        'printerEmail is missing: pass it or set EPSON_CONNECT_API_PRINTER_EMAIL.',
    );
    expect(refused({ clientId, clientSecret }).message).toMatch(/^printerEmail is missing[^;]*$/);
  });

  const wrapped: Fetch = (url, init) => fetch(url, init);

  it.each([300_001, 400_000, Infinity])(
    'take no timeoutMs of %s with the fetch of Node, which gives up first, and name the way',
    async (timeoutMs) => {
      const problem = new RegExp(
        `^timeoutMs must be at most 300000, not ${timeoutMs}: Node's own fetch waits no longer. Pass a fetch of your own.*headersTimeout`,
      );
      expect(refused({ ...credentials, timeoutMs }).message).toMatch(problem);
      expect(refused({ ...credentials, timeoutMs, fetch }).message).toMatch(problem);
      const calls = { ...credentials, baseUrl: 'https://api.test' };
      const job = { id: 'j1', device_id: 'd1' };
      const epson = new EpsonConnect(calls);
      const document = { data: new Uint8Array(9), name: 'a.pdf' };
      for (const call of [
        () => epson.print(document, { timeoutMs }),
        () => epson.upload({ id: 'j1', upload_uri: 'https://api.test/?Key=k' }, document, { timeoutMs }),
        () => epson.createJob({ job_name: 'a', timeoutMs }),
        () => epson.execute(job, { timeoutMs }),
        () => epson.jobs.waitFor(job, { timeoutMs }),
        () => epson.destinations.list({ timeoutMs }),
        () => epson.authenticate({ timeoutMs }),
      ])
        expect(await rejection(call())).toMatchObject({
          name: 'ConfigurationError',
          message: expect.stringMatching(problem),
        });
      // A fetch of one's own keeps its own time, and so does one that has replaced the global one.
      expect(() => new EpsonConnect({ ...calls, timeoutMs, fetch: wrapped })).not.toThrow();
      vi.stubGlobal('fetch', wrapped);
      expect(() => new EpsonConnect({ ...calls, timeoutMs })).not.toThrow();
    },
  );

  it('take a timeoutMs of 300 s, and any deadlineMs', async () => {
    expect(() => new EpsonConnect({ ...credentials, timeoutMs: 300_000 })).not.toThrow();
    const epson = new EpsonConnect(fakeHost().options);
    await epson.authenticate({ timeoutMs: 300_000, deadlineMs: 1e9 });
  });

  it.each(['yes', 1, null])('take no fetchStreams of %j', (fetchStreams) => {
    expect(refused({ ...credentials, fetchStreams }).message).toMatch(
      /^fetchStreams must be true or false, not/,
    );
  });

  it('come from the environment where they are left out, and only there', () => {
    vi.stubEnv('EPSON_CONNECT_API_CLIENT_ID', ' env-id\n');
    vi.stubEnv('EPSON_CONNECT_API_CLIENT_SECRET', 'env-secret');
    vi.stubEnv('EPSON_CONNECT_API_PRINTER_EMAIL', 'env@print.epsonconnect.com');
    vi.stubEnv('EPSON_CONNECT_API_BASE_URL', 'http://127.0.0.1:8380/');
    expect(configurationOf({ clientSecret: 'mine', printerEmail: undefined }).credentials).toEqual({
      clientId: 'env-id',
      clientSecret: 'mine',
      printerEmail: 'env@print.epsonconnect.com',
      baseUrl: 'http://127.0.0.1:8380',
    });
  });

  it.each(['clientId', 'clientSecret', 'printerEmail', 'baseUrl'])(
    'name %s where it is given and empty or no text, instead of taking it from the environment',
    (name) => {
      vi.stubEnv('EPSON_CONNECT_API_CLIENT_ID', 'env-id');
      vi.stubEnv('EPSON_CONNECT_API_CLIENT_SECRET', 'env-secret');
      vi.stubEnv('EPSON_CONNECT_API_PRINTER_EMAIL', 'another@print.epsonconnect.com');
      vi.stubEnv('EPSON_CONNECT_API_BASE_URL', 'http://127.0.0.1:8380/');
      for (const value of ['', '  ', null, 7, false, new URL('https://a.test')]) {
        const { code, message } = refused({ ...credentials, [name]: value });
        expect(code).toBe('invalid_configuration');
        expect(message).toMatch(new RegExp(`^${name} must be a non-empty string: pass it or set EPSON_`));
      }
    },
  );

  it('allow plain http to the hosts that the environment names, unless the option names others', () => {
    const baseUrl = 'http://mock:8380';
    vi.stubEnv('EPSON_CONNECT_API_ALLOW_INSECURE_HOSTS', '');
    expect(refused({ ...credentials, baseUrl }).message).toContain('allowInsecureHosts');
    vi.stubEnv('EPSON_CONNECT_API_ALLOW_INSECURE_HOSTS', ' other , mock:8380,');
    expect(configurationOf({ ...credentials, baseUrl }).allowInsecureHosts).toEqual(['other', 'mock:8380']);
    expect(refused({ ...credentials, baseUrl, allowInsecureHosts: [] }).message).toContain('only https:');
  });

  it('are not set by a variable that is empty', () => {
    vi.stubEnv('EPSON_CONNECT_API_CLIENT_ID', '  ');
    vi.stubEnv('EPSON_CONNECT_API_BASE_URL', '');
    expect(refused({ ...credentials, clientId: undefined }).message).toMatch(/^clientId is missing/);
    expect(configurationOf(credentials).credentials.baseUrl).toBe('https://api.epsonconnect.com');
  });

  it('are missing where the runtime does not let them be looked up', () => {
    const env = new Proxy(
      {},
      {
        get() {
          throw new Error('NotCapable: requires env access');
        },
      },
    );
    vi.stubGlobal('process', { env });
    expect(configurationOf(credentials).credentials.baseUrl).toBe('https://api.epsonconnect.com');
    expect(refused({ clientId: undefined }).message).toContain('clientId is missing');
    vi.unstubAllGlobals();
  });

  it('do without a process, as in a browser', () => {
    vi.stubGlobal('process', undefined);
    expect(configurationOf(credentials).credentials.baseUrl).toBe('https://api.epsonconnect.com');
    expect(refused({}).message).toContain('EPSON_CONNECT_API_CLIENT_ID');
  });

  it.each([
    ['api.epsonconnect.com', 'must begin with https://'],
    ['http://api.epsonconnect.com', 'only https: is safe'],
    ['https://user:hunter2@api.epsonconnect.com', 'user name or password'],
    ['file:///etc', 'only https: is safe'],
  ])('refuse the base URL %s', (baseUrl, words) => {
    const { message } = refused({ ...credentials, baseUrl });
    expect(message).toMatch(/^baseUrl /);
    expect(message).toContain(words);
    expect(message).not.toContain('hunter2');
  });

  it('take a base URL over http on this machine, or on a host that is named', () => {
    expect(configurationOf({ ...credentials, baseUrl: 'http://localhost:8380' }).credentials.baseUrl).toBe(
      'http://localhost:8380',
    );
    const named = { ...credentials, baseUrl: 'http://Mock:8380/prefix/', allowInsecureHosts: ['mock'] };
    expect(configurationOf(named).credentials.baseUrl).toBe('http://mock:8380/prefix');
  });

  it('never show a secret in what is wrong with them', () => {
    const { message } = refused({ clientSecret, baseUrl: clientSecret });
    expect(message).not.toContain(clientSecret);
  });

  it.each([
    ['clientID', 'clientId'],
    ['client_secret', 'clientSecret'],
    ['email', 'printerEmail'],
    ['baseURL', 'baseUrl'],
    ['timeout', 'timeoutMs'],
    ['maxRetries', 'retries'],
    ['onexchange', 'onExchange'],
  ])('refuse the name %s, and say that it is %s', (name, meant) => {
    const { code, message } = refused({ ...credentials, [name]: clientSecret });
    expect(code).toBe('invalid_configuration');
    expect(message).toBe(`${name} is not an option here; use ${meant}.`);
    expect(() => configurationOf({ ...credentials, [name]: undefined })).not.toThrow();
  });

  it('list what there is where a name is like none of them', () => {
    expect(refused({ proxy: 'http://proxy.test' }).message).toMatch(
      /^proxy is not an option here; use clientId, clientSecret, .*, random\.$/,
    );
  });

  it.each([
    ['fetch', 'a function'],
    ['tokenStore', 'a TokenStore'],
    ['callLimit', 'a CallLimit'],
    ['logger', 'a function or an object'],
    ['onExchange', 'a function'],
    ['allowInsecureHosts', 'a list of hosts'],
    ['clock', 'a Clock'],
    ['random', 'a function'],
  ])('refuse %s when it is not %s', (name, wanted) => {
    for (const value of [5, 'mock', null, ...(name === 'logger' ? [] : [{}])])
      expect(refused({ ...credentials, [name]: value }).message).toBe(`${name} must be ${wanted}.`);
  });

  it('may be frozen, and the constructor sends nothing', () => {
    const host = fakeHost();
    new EpsonConnect(Object.freeze({ ...host.options }));
    expect(host.seen).toEqual([]);
  });

  it('take the fetch of the runtime at each call, not at the start', async () => {
    const host = fakeHost();
    const { fetch: _, ...options } = host.options;
    const epson = new EpsonConnect(options);
    vi.stubGlobal('fetch', host.fetch);
    await epson.authenticate();
    expect(host.steps()).toEqual(['authenticate']);
  });
});
