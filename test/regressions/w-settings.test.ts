import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { SettingError, type PrintSetting } from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING } from '../support/mock/client.js';
import { operationsOf, readDescription } from '../support/description/description.js';
import { document, journey, rejection } from '../support/mock/journey.js';
import { recordingFetch } from '../support/sdk/recording-fetch.js';

const described = operationsOf(readDescription('v1/openapi.yaml'));

/** Each member of the description, and none with its default. */
const unusual = {
  media_size: 'ms_letter',
  media_type: 'mt_photoglossy',
  borderless: true,
  print_quality: 'high',
  source: 'rear',
  color_mode: 'mono',
  '2_sided': 'short',
  reverse_order: true,
  copies: 7,
  collate: false,
} as const satisfies PrintSetting;

interface Schema {
  readonly properties: Readonly<Record<string, { readonly default?: unknown; properties?: object }>>;
}

const settingSchema = (): Schema => {
  const body = described.get('createPrintJob')?.requestBody?.content?.['application/json']?.schema;
  return (body as unknown as Schema).properties['print_setting'] as Schema;
};

/** Freezes a value and all that it holds. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

describe('settings', () => {
  it('W1: every setting of the description arrives under its own name', async () => {
    const { properties } = settingSchema();
    expect(Object.keys(unusual).sort()).toEqual(Object.keys(properties).sort());
    for (const [name, { default: usual }] of Object.entries(properties))
      expect(unusual[name as keyof typeof unusual]).not.toBe(usual);
    const wire = recordingFetch();
    const { epson } = await journey({}, { fetch: wire.fetch });
    // The host decides if the printer supports all of that.
    await epson.createJob({ job_name: 'a', print_mode: 'photo', print_setting: unusual }).catch(() => {});
    expect(JSON.parse(wire.sent.at(-1)?.body ?? '')).toEqual({
      job_name: 'a',
      print_mode: 'photo',
      print_setting: unusual,
    });
    expect(wire.sent.at(-1)?.body).not.toContain('two_sided');
  });

  it('a setting under any other name is refused before any call, unless its caller insists', async () => {
    const wire = recordingFetch();
    const { epson } = await journey({}, { fetch: wire.fetch });
    for (const other of [{ colour_mode: 'mono' }, { Copies: 3 }, { duplex: 'long' }, { two_sided: 'long' }]) {
      const print_setting = { ...FULL_SETTING, ...other };
      expect(await rejection(epson.print(document, { print_setting }))).toMatchObject({
        name: 'SettingError',
        message: expect.stringContaining(`print_setting.${Object.keys(other).join()} is not a setting; use `),
      });
    }
    const elsewhere: object = { copies: 3, '2_sided': 'long' };
    expect((await rejection(epson.print(document, elsewhere))).message).toContain('print_setting.copies');
    expect(wire.sent).toEqual([]);
    const print_setting = { ...FULL_SETTING, staple: 'left' };
    await epson.print(document, { print_setting, allowUnknownSettings: true });
    expect(wire.sent.find(({ body }) => body?.includes('print_mode'))?.body).toContain('"staple":"left"');
  });

  it('W4: every body is what the description says', async () => {
    const wire = recordingFetch();
    const { host, epson, operations } = await journey({ strict: true }, { fetch: wire.fetch });
    host.control.printer().setOnline(false);
    const job = await epson.print(document, { print_setting: { ...FULL_SETTING, '2_sided': 'long' } });
    await epson.jobs.cancel(job, { operated_by: 'operator' });
    await epson.notifications.set({ notification: false, callback_uri: 'https://client.example/told' });
    const mail = { alias_name: 'Books', type: 'mail', destination: 'books@client.example' };
    await epson.destinations.register(mail);
    const [destination] = await epson.destinations.list();
    await epson.destinations.update({ id: '', ...mail, ...destination });
    await epson.destinations.delete(destination?.id ?? '');
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const checked = wire.sent.flatMap(({ body }, index) => {
      const operation = operations()[index] ?? '';
      const schema = described.get(operation)?.requestBody?.content?.['application/json']?.schema;
      if (schema === undefined || body === undefined) return [];
      const validate = ajv.compile(schema);
      validate(JSON.parse(body));
      expect(validate.errors, `${operation} ${body}`).toBeNull();
      return [operation];
    });
    expect(checked).toEqual([
      'createPrintJob',
      'cancelPrint',
      'setNotification',
      'registerDestination',
      'updateDestination',
      'deleteDestination',
    ]);
    const cancel = wire.sent[operations().indexOf('cancelPrint')];
    expect(cancel?.body).toBe('{"operated_by":"operator"}');
  });

  it('W9: a word that is not known is left to the host, and copies that are none are refused before any call', async () => {
    const wire = recordingFetch();
    const { epson } = await journey({}, { fetch: wire.fetch });
    const asked = { ...FULL_SETTING, media_size: 'ms_of_tomorrow' };
    expect(await rejection(epson.createJob({ job_name: 'a', print_setting: asked }))).toMatchObject({
      code: 'invalid_resource',
    });
    expect(wire.sent.at(-1)?.body).toContain('"ms_of_tomorrow"');
    const before = wire.sent.length;
    for (const copies of [0, 1.5, '5', NaN, -1, 100]) {
      const print_setting = { ...FULL_SETTING, copies: copies as number };
      await expect(epson.print(document, { print_setting })).rejects.toThrow(SettingError);
    }
    expect(wire.sent).toHaveLength(before);
  });

  it("W10: nothing of the caller's is changed, so that it can be used again", async () => {
    const { host, epson } = await journey();
    const options = frozen({
      job_name: 'twice',
      print_mode: 'document',
      print_setting: { ...FULL_SETTING, copies: 2 },
    });
    const again = frozen({ ...document });
    const copy = structuredClone({ options, data: again.data });
    await epson.print(again, options);
    await epson.print(again, options);
    expect({ options, data: again.data }).toEqual(copy);
    const named = host.control.jobs().map(({ job_name, print_setting }) => [job_name, print_setting?.copies]);
    expect(named).toEqual([
      ['twice', 2],
      ['twice', 2],
    ]);
  });

  it('W11: what is refused is named, with its value', async () => {
    const { epson, operations } = await journey();
    const refused = async (options: object) => (await rejection(epson.print(document, options))).message;
    expect(await refused({ print_setting: { ...FULL_SETTING, copies: 0 } })).toMatch(
      /print_setting\.copies .*0/,
    );
    expect(await refused({ print_setting: { ...FULL_SETTING, borderless: 'no' } })).toMatch(
      /print_setting\.borderless .*"no"/,
    );
    expect(await refused({ job_name: '' })).toMatch(/job_name .*""/);
    expect(await refused({ print_mode: 7 })).toMatch(/print_mode .*7/);
    expect(await refused({ print_setting: { ...FULL_SETTING, two_sided: 'long' } })).toMatch(
      /two_sided .*2_sided/,
    );
    expect(operations()).toEqual([]);
  });
});
