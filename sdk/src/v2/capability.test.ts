import { describe, expect, it } from 'vitest';
import { clientV2OnFakeHost } from '../test/client-v2.js';
import { jobId, json, rejection } from '../test/fake-host.js';
import type { EpsonConnectV2 } from './index.js';

/** A client on a host that answers the question for a capability so. */
function clientThatIsTold(body: unknown) {
  const made = clientV2OnFakeHost();
  made.host.always('other', () => json(200, body));
  return made;
}

describe('capability of version 2', () => {
  it('is asked for once for each mode, and a copy is given each time', async () => {
    const { host, epson } = clientThatIsTold({ paperSizes: [], colorModes: ['mono'] });
    (await epson.capability('document')).colorModes.push('color');
    expect((await epson.capability('document')).colorModes).toEqual(['mono']);
    await epson.capability('photo');
    expect(host.requests('other')).toHaveLength(2);
  });

  it('is that of the printer that was connected last', async () => {
    const { host, epson } = clientThatIsTold({ paperSizes: [], colorModes: ['mono'] });
    await epson.capability('document');
    const { state, codeVerifier } = await epson.authorizationUrl();
    await epson.authorize(`/callback?code=c&state=${state}`, { state, codeVerifier });
    host.always('other', () => json(200, { paperSizes: [], colorModes: ['color'] }));
    expect((await epson.capability('document')).colorModes).toEqual(['color']);
  });
});

describe('capability of version 2 of a printer that has changed', () => {
  const settings = {
    paperSize: 'ps_a4',
    paperType: 'pt_plainpaper',
    borderless: false,
    printQuality: 'normal',
    paperSource: 'rear',
    colorMode: 'mono',
  } as const;
  const printAt = new Date(Math.ceil(Date.now() / 3_600_000 + 1) * 3_600_000);
  const document = { data: new Uint8Array([1]), name: 'a.pdf' };
  const calls: Record<string, (epson: EpsonConnectV2) => Promise<unknown>> = {
    createJob: (epson) => epson.createJob({ jobName: 'a', printSettings: settings }),
    'jobs.copy': (epson) => epson.jobs.copy(jobId, { printSettings: settings }),
    'schedules.create': (epson) => epson.schedules.create(document, { printAt, printSettings: settings }),
    'schedules.copy': (epson) => epson.schedules.copy(jobId, { printAt, printSettings: settings }),
  };
  it.each(Object.entries(calls))(
    'is asked for again when its settings are refused by %s',
    async (_, call) => {
      const { host, epson } = clientThatIsTold({ paperSizes: [], colorModes: ['mono'] });
      await epson.capability('document');
      const refuse = () => json(400, { error: 'invalid_print_settings' });
      host.always('create', refuse).always('other', refuse);
      expect(await rejection(call(epson))).toMatchObject({ code: 'invalid_print_settings' });
      host.always('other', () => json(200, { paperSizes: [], colorModes: ['color'] }));
      expect((await epson.capability('document')).colorModes).toEqual(['color']);
    },
  );
});
