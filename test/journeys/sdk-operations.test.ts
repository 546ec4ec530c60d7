import { memoryTokenStore, NotFoundError, RequestError, type PrintSetting } from 'epson-connect-sdk';
import { fitSettings } from 'epson-connect-sdk/settings';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING } from '../support/mock/client.js';
import { document, journey } from '../support/mock/journey.js';

const email = 'laser@print.epsonconnect.com';

describe('the printer', () => {
  it('tells its name, its serial number and whether it is connected', async () => {
    const { host, epson } = await journey({ printers: [{ email, online: false }] });
    expect(await epson.device()).toEqual({
      printer_name: expect.any(String),
      serial_no: expect.stringMatching(/^\w{10}$/),
      ec_connected: false,
    });
    host.control.printer().setOnline(true);
    expect((await epson.device()).ec_connected).toBe(true);
  });

  it('tells what it can do once for each print mode, and a copy each time', async () => {
    const { epson, operations } = await journey({ printers: [{ email, capability: 'mono-laser' }] });
    const first = await epson.capability('document');
    expect(first.color_modes).toEqual(['mono']);
    first.color_modes.push('color');
    expect((await epson.capability('document')).color_modes).toEqual(['mono']);
    await epson.capability('photo');
    expect(operations().filter((each) => each === 'getCapability')).toHaveLength(2);
  });

  it('takes exactly the settings that fitSettings calls legal', async () => {
    const { epson } = await journey({ printers: [{ email, capability: 'mono-laser' }] });
    const capability = await epson.capability('document');
    const asked: PrintSetting[] = [
      { ...FULL_SETTING, color_mode: 'mono' },
      { ...FULL_SETTING, color_mode: 'mono', '2_sided': 'long', copies: 3 },
      FULL_SETTING,
      { ...FULL_SETTING, color_mode: 'mono', source: 'rear' },
      { ...FULL_SETTING, color_mode: 'mono', borderless: true },
      { ...FULL_SETTING, color_mode: 'mono', media_size: 'ms_a3' },
      { ...FULL_SETTING, color_mode: 'mono', print_quality: 'high' },
    ];
    const fits = asked.map((print_setting) => fitSettings(print_setting, capability).fits);
    const taken = await Promise.all(
      asked.map((print_setting) =>
        epson.createJob({ job_name: 'a', print_setting }).then(
          () => true,
          (error: { code: string }) => error.code !== 'invalid_resource',
        ),
      ),
    );
    expect(fits).toEqual([true, true, false, false, false, false, false]);
    expect(taken).toEqual(fits);
  });
});

describe('destinations', () => {
  const mail = { alias_name: 'Books', type: 'mail', destination: 'books@client.example' };

  it('are registered, listed, changed and removed', async () => {
    const { epson, exchanges } = await journey();
    const { register, list, update, delete: remove } = epson.destinations;
    expect(await register(Object.freeze(mail))).toBeUndefined();
    const [registered] = await list();
    expect(registered).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), ...mail });
    if (!registered) return;
    await update(Object.freeze({ ...registered, alias_name: 'Accounts' }));
    expect(await list()).toEqual([{ ...registered, alias_name: 'Accounts' }]);
    await remove(registered);
    expect(await list()).toEqual([]);
    await expect(remove(registered.id)).rejects.toThrow(NotFoundError);
    expect(exchanges.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(exchanges.slice(1).map(({ method }) => method)).toEqual(
      'POST GET PUT GET DELETE GET DELETE'.split(' '),
    );
  });

  it('that exist already or cannot be are refused with what to do', async () => {
    const { epson } = await journey();
    await epson.destinations.register(mail);
    const twice = epson.destinations.register(mail);
    await expect(twice).rejects.toThrow(RequestError);
    await expect(twice).rejects.toMatchObject({
      code: 'duplicate_alias',
      step: 'destinations.register',
      message: expect.stringContaining('alias_name'),
    });
    const other = { ...mail, alias_name: 'other', type: 'email' };
    await expect(epson.destinations.register(other)).rejects.toMatchObject({ code: 'invalid_resource' });
  });
});

describe('cancelAuthentication', () => {
  it('ends the registration, forgets the tokens, and is followed by a new one', async () => {
    const tokenStore = memoryTokenStore();
    const { host, epson, operations } = await journey({}, { tokenStore });
    const before = await epson.authenticate();
    await epson.capability('document');
    expect(await epson.cancelAuthentication()).toBeUndefined();
    expect(await tokenStore.read()).toBeUndefined();
    const after = await epson.authenticate();
    expect(after.device_id).not.toBe(before.device_id);
    await epson.capability('document');
    await epson.print(document);
    expect(host.control.jobs()).toMatchObject([{ device_id: after.device_id }]);
    expect(operations().filter((each) => each === 'getCapability')).toHaveLength(2);
    expect(operations().filter((each) => each === 'cancelAuthentication')).toHaveLength(1);
  });

  it('asks for the capability anew, also where the device ID stays the same', async () => {
    const { epson, operations } = await journey({ assume: { 'device-id-after-cancel': 'same' } });
    await epson.capability('document');
    await epson.cancelAuthentication();
    await epson.capability('document');
    expect(operations().filter((each) => each === 'getCapability')).toHaveLength(2);
  });

  it('is called by nothing else, whatever fails', async () => {
    const fault = { operation: 'executePrint', code: 'forbidden' } as const;
    const { epson, operations } = await journey({ faults: [fault] });
    await expect(epson.print(document)).rejects.toMatchObject({ code: 'forbidden' });
    expect(operations()).not.toContain('cancelAuthentication');
  });
});
