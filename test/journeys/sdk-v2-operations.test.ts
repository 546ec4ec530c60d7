import { NotFoundError, RequestError, type PrintSettings } from 'epson-connect-sdk/v2';
import { completeSettings, fitSettings } from 'epson-connect-sdk/settings';
import { describe, expect, it } from 'vitest';
import { document, rejection } from '../support/mock/journey.js';
import { journeyV2 } from '../support/mock/journey-v2.js';

const email = 'laser@print.epsonconnect.com';
const SETTINGS: PrintSettings = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'auto',
  colorMode: 'mono',
};

describe('the printer, by version 2', () => {
  it('tells its name, its serial number and whether it is connected', async () => {
    const { host, epson } = await journeyV2({ printers: [{ email, online: false }] });
    expect(await epson.device()).toEqual({
      productName: expect.any(String),
      serialNumber: expect.stringMatching(/^\w{10}$/),
      multiByteDisplay: expect.any(Boolean),
      connected: false,
    });
    host.control.printer().setOnline(true);
    expect((await epson.device()).connected).toBe(true);
  });

  it('gives default settings that print as they are', async () => {
    const { host, epson, exchanges } = await journeyV2();
    const printSettings = await epson.defaultSettings();
    expect(fitSettings(printSettings, await epson.capability('document')).message).toBe('');
    await epson.print(document, { printSettings });
    expect(host.control.jobs()).toMatchObject([{ print_setting: printSettings }]);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('takes exactly the settings that fitSettings calls legal', async () => {
    const { epson } = await journeyV2({ printers: [{ email, capability: 'mono-laser' }] });
    const capability = await epson.capability('document');
    const asked: PrintSettings[] = [
      SETTINGS,
      { ...SETTINGS, doubleSided: 'long', copies: 3, reverseOrder: true, collate: false },
      completeSettings({ doubleSided: 'short' }, capability),
      { ...SETTINGS, colorMode: 'color' },
      { ...SETTINGS, paperSource: 'rear' },
      { ...SETTINGS, paperSource: 'roll' },
      { ...SETTINGS, borderless: true },
      { ...SETTINGS, paperSize: 'ps_a3' },
      { ...SETTINGS, paperType: 'pt_roll' },
      { ...SETTINGS, printQuality: 'high' },
    ];
    const fits = asked.map((printSettings) => fitSettings(printSettings, capability).fits);
    const taken = await Promise.all(
      asked.map((printSettings) =>
        epson.createJob({ jobName: 'a', printSettings }).then(
          () => true,
          (error: { code: string }) => error.code !== 'invalid_print_settings',
        ),
      ),
    );
    expect(fits).toEqual([true, true, true, false, false, false, false, false, false, false]);
    expect(taken).toEqual(fits);
  });
});

describe('destinations, by version 2', () => {
  const mail = { aliasName: 'Books', destinationService: 'mail', destination: 'books@client.example' };

  it('are registered, listed, changed and removed', async () => {
    const { epson, exchanges } = await journeyV2();
    const { register, list, update, delete: remove } = epson.destinations;
    const books = await register(Object.freeze(mail));
    expect(books).toEqual({ destinationId: expect.stringMatching(/^[0-9a-f]{32}$/), ...mail });
    expect(await list()).toEqual([books]);
    await update(Object.freeze({ ...books, aliasName: 'Accounts' }));
    expect(await list()).toEqual([{ ...books, aliasName: 'Accounts' }]);
    await remove(books);
    expect(await list()).toEqual([]);
    await expect(remove(books.destinationId)).rejects.toThrow(NotFoundError);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('that exist already are refused with what to do', async () => {
    const { epson } = await journeyV2();
    await epson.destinations.register(mail);
    const twice = await rejection(epson.destinations.register(mail));
    expect(twice).toBeInstanceOf(RequestError);
    expect(twice).toMatchObject({
      code: 'duplicate_alias_name',
      step: 'destinations.register',
      message: expect.stringContaining('aliasName'),
    });
  });
});

describe('notifications, by version 2', () => {
  it('are set and read back, with the token of the application', async () => {
    const { epson, operations, exchanges } = await journeyV2();
    expect(await epson.notifications.get()).toEqual({ notification: false });
    const setting = { notification: true, callbackUri: 'https://client.example/jobs' };
    await epson.notifications.set(setting);
    expect(await epson.notifications.get()).toEqual(setting);
    expect(operations()).toEqual(['requestToken', 'getNotification', 'setNotification', 'getNotification']);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
  });
});
