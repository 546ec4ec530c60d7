import { describe, expect, it } from 'vitest';
import { apiKey, clientV2OnFakeHost, redirectUri, uploadUriV2 } from '../test/client-v2.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { failures } from '../test/failing.js';
import { clientId, clientSecret, jobId, json, rejection } from '../test/fake-host.js';
import { EpsonConnectV2 } from './index.js';

const document = { data: new Uint8Array(8), name: 'invoice-17.pdf' };
const SETTINGS = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'rear',
  colorMode: 'color',
} as const;

describe('print of version 2', () => {
  it('sends name, mode and settings by their own names, and gives a job without its key', async () => {
    const { host, epson } = clientV2OnFakeHost();
    const job = await epson.print(document, { printSettings: { ...SETTINGS, copies: 2 } });
    expect(host.steps()).toEqual(['create', 'upload', 'execute']);
    expect(JSON.parse(host.requests('create')[0]?.text ?? '')).toEqual({
      jobName: 'invoice-17.pdf',
      printMode: 'document',
      printSettings: { ...SETTINGS, copies: 2 },
    });
    expect(host.requests('upload')[0]?.url).toBe(`${uploadUriV2}&File=1.pdf`);
    expect(JSON.parse(JSON.stringify(job))).toEqual({
      jobId,
      jobName: 'invoice-17.pdf',
      printMode: 'document',
    });
    expect(job.uploadUri).toBe(uploadUriV2);
  });

  it.each([
    [{ ...SETTINGS, media_size: 'ms_a4' }, 'printSettings.media_size is a name of version 1; use paperSize'],
    [{ ...SETTINGS, mediaType: 'a' }, 'use paperType'],
    [{ ...SETTINGS, '2_sided': 'long' }, 'printSettings.2_sided is not a setting; use doubleSided'],
    [{ ...SETTINGS, duplex: true }, 'use doubleSided'],
    [{ ...SETTINGS, source: 'auto' }, 'use paperSource'],
    [{ ...SETTINGS, color_mode: 'mono' }, 'use colorMode'],
    [{ ...SETTINGS, paperSize: 'ms_a4' }, 'printSettings.paperSize must be "ps_a4" in version 2'],
    [{ ...SETTINGS, paperType: 'mt_plainpaper' }, 'must be "pt_plainpaper"'],
    [{ ...SETTINGS, doubleSided: true }, 'printSettings.doubleSided must be none, long or short, not true'],
    [{ ...SETTINGS, copies: 100 }, 'printSettings.copies must be a whole number from 1 to 99'],
    [{ ...SETTINGS, colorMode: undefined }, 'printSettings.colorMode must be color or mono, not undefined'],
    ['ps_a4', 'printSettings must be an object'],
  ])('refuses the settings %j before any request', async (printSettings, said) => {
    const { host, epson } = clientV2OnFakeHost();
    const error = await rejection(epson.print(document, { printSettings: printSettings as never }));
    expect(error).toMatchObject({ name: 'SettingError', message: expect.stringContaining(said) });
    expect(host.seen).toEqual([]);
  });

  it.each([
    [{ job_name: 'a' }, 'use jobName'],
    [{ print_setting: {} }, 'use printSettings'],
    [{ print_mode: 'photo' }, 'use printMode'],
    [{ paperSize: 'ps_a4' }, 'use printSettings.paperSize'],
  ])('refuses the option %j', async (options, said) => {
    const { epson } = clientV2OnFakeHost();
    expect(await rejection(epson.print(document, options as never))).toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining(said),
    });
  });

  it.each(['a.docx', 'a.gif', 'a.webp'])('refuses %s, which is not known to print', async (name) => {
    const { host, epson } = clientV2OnFakeHost();
    const error = await rejection(epson.print({ ...document, name }));
    expect(error).toMatchObject({
      code: 'unknown_document_type',
      message: expect.stringContaining('pdf, jpg'),
    });
    expect(host.seen).toEqual([]);
  });

  it('refuses a first 409 of the upload, and prints nothing', async () => {
    const { host, epson } = clientV2OnFakeHost();
    host.next('upload', () => new Response(null, { status: 409 }));
    expect(await rejection(epson.print(document))).toMatchObject({
      name: 'UploadError',
      status: 409,
      message: expect.stringContaining('has a file already'),
    });
    expect(host.requests('execute')).toEqual([]);
  });

  it('creates the job again when the answer was lost, and executes one', async () => {
    const clock = fakeClock();
    const { host, epson } = clientV2OnFakeHost({ clock, retries: 1 });
    host.next('create', failures['a broken connection']);
    await hurry(clock, epson.print(document));
    expect(host.steps()).toEqual(['create', 'create', 'upload', 'execute']);
  });
});

describe('cancel of version 2', () => {
  it.each([
    ['a lost answer', failures['a broken connection'], 1],
    ['a call limit', failures['a 429'], 2],
  ])('after %s is sent %s times', async (_, failing, times) => {
    const clock = fakeClock();
    const { host, epson } = clientV2OnFakeHost({ clock, retries: 1 });
    host.next('other', failing).always('other', () => new Response(null, { status: 204 }));
    await hurry(
      clock,
      epson.jobs.cancel(jobId).catch(() => {}),
    );
    expect(host.requests('other')).toHaveLength(times);
  });
});

describe('waitFor of version 2', () => {
  it('goes on through the four stops, and tells each change', async () => {
    const clock = fakeClock();
    const { host, epson } = clientV2OnFakeHost({ clock });
    const words = [
      'pending',
      'processing',
      'media_empty',
      'media_jam',
      'marker_supply_empty',
      'stopped_other',
    ];
    for (const status of [...words, 'completed'])
      host.next('other', () => json(200, { status, jobName: 'a', updateDate: '2027-05-03 14:31:09' }));
    const told: string[] = [];
    const done = await hurry(
      clock,
      epson.jobs.waitFor(jobId, { onStatus: ({ status }) => told.push(status) }),
    );
    expect(told).toEqual([...words, 'completed']);
    expect(done.updatedAt?.toISOString()).toBe('2027-05-03T14:31:09.000Z');
  });

  it.each(['canceled', 'error_occurred', 'expired'])('ends with %s', async (status) => {
    const { host, epson } = clientV2OnFakeHost();
    host.always('other', () => json(200, { status, jobName: 'a' }));
    expect(await rejection(epson.jobs.waitFor({ jobId }))).toMatchObject({
      name: 'JobFailedError',
      code: status,
      job_id: jobId,
      information: { jobId, status },
    });
  });
});

describe('the options of version 2', () => {
  const whole = { clientId, clientSecret, apiKey, redirectUri };

  it.each([
    [{ ...whole, apiKey: undefined }, 'apiKey is missing: pass it or set EPSON_CONNECT_API_KEY'],
    [{ ...whole, apiKey: '' }, 'apiKey must be a non-empty string'],
    [{ ...whole, printerEmail: 'a@b.c' }, 'printerEmail is an option of version 1'],
    [{ ...whole, redirectUri: 'http://client.example/callback' }, 'redirectUri is http://client.example'],
    [{ ...whole, connection: '' }, 'connection must be a non-empty string'],
    [{ ...whole, api_key: 'a' }, 'use apiKey'],
  ])('%j are refused', (options, said) => {
    expect(() => new EpsonConnectV2(options as never)).toThrow(said);
  });

  it.each(['cut\nkey', 'cut key ', 'cut\u0000', 'cut→'])(
    'have an API key that can travel in a header: %j is refused, and not shown',
    (apiKey) => {
      expect(() => new EpsonConnectV2({ ...whole, apiKey })).toThrow(/^apiKey .*: copy it again\.$/);
      expect(() => new EpsonConnectV2({ ...whole, apiKey })).not.toThrow('cut');
    },
  );

  it('need no redirect URI but for the consent', async () => {
    const epson = new EpsonConnectV2({ ...whole, redirectUri: undefined });
    expect(await rejection(epson.authorizationUrl())).toMatchObject({
      message: expect.stringContaining('EPSON_CONNECT_API_REDIRECT_URI'),
    });
  });

  it.each([
    [undefined, 'https://auth.epsonconnect.com/auth/authorize'],
    ['https://dummy-api.epsonconnect.com/', 'https://auth.epsonconnect.com/auth/authorize'],
    ['http://127.0.0.1:8380', 'http://127.0.0.1:8380/auth/authorize'],
  ])('with the host %s send a person to %s', async (baseUrl, page) => {
    const { url } = await new EpsonConnectV2({ ...whole, baseUrl }).authorizationUrl();
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin + pathname).toBe(page);
    expect(searchParams.get('redirect_uri')).toBe(redirectUri);
    expect(url).not.toContain(clientSecret);
  });
});

describe('authorize', () => {
  const kept = { state: 's'.repeat(43), codeVerifier: 'v'.repeat(43) };

  it.each([
    [`${redirectUri}?code=c1&state=other`, 'state_mismatch'],
    [`${redirectUri}?code=c1`, 'state_mismatch'],
    [`${redirectUri}?error=not_registered&state=${kept.state}`, 'not_registered'],
    [`${redirectUri}?error=see%20https://evil.example&state=${kept.state}`, 'authorization_refused'],
    [`${redirectUri}?state=${kept.state}`, 'no_code'],
  ])('refuses %s as %s before any request', async (callback, code) => {
    const { host, epson } = clientV2OnFakeHost();
    const error = await rejection(epson.authorize(callback, kept));
    expect(error).toMatchObject({ name: 'AuthenticationError', code, step: 'authorize' });
    expect(String(error)).not.toContain('evil');
    expect(host.seen).toEqual([]);
  });

  it.each([{ state: '', codeVerifier: kept.codeVerifier }, { state: kept.state }, undefined])(
    'refuses to go on with %j',
    async (given) => {
      const { host, epson } = clientV2OnFakeHost();
      const callback = `${redirectUri}?code=c1&state=`;
      expect(await rejection(epson.authorize(callback, given as never))).toMatchObject({
        name: 'SettingError',
      });
      expect(host.seen).toEqual([]);
    },
  );

  it('shows no part of a codeVerifier that is not whole', async () => {
    const { epson } = clientV2OnFakeHost();
    const cut = 'cut-secret-of-the-cookie';
    const error = await rejection(epson.authorize('/callback?code=c', { ...kept, codeVerifier: cut }));
    expect(error).toMatchObject({ name: 'SettingError', subject: 'codeVerifier' });
    expect(JSON.stringify(error)).not.toContain(cut);
  });

  it('exchanges the code once, with the verifier, and uses the new token from then on', async () => {
    const { host, epson } = clientV2OnFakeHost();
    await epson.authorize(new URL(`${redirectUri}?code=c1&state=${kept.state}`), kept);
    expect(Object.fromEntries(new URLSearchParams(host.seen[0]?.text))).toMatchObject({
      grant_type: 'authorization_code',
      code: 'c1',
      redirect_uri: redirectUri,
      code_verifier: kept.codeVerifier,
    });
    await epson.print(document);
    const { headers } = host.requests('create')[0] ?? {};
    expect([headers?.get('authorization'), headers?.get('x-api-key')]).toEqual([
      expect.stringContaining('Bearer access1T'),
      apiKey,
    ]);
    expect(host.requests('authenticate')).toHaveLength(1);
  });
});
