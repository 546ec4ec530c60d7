import { readFileSync } from 'node:fs';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { MockHostOptions } from 'epson-connect-mock';
import { FULL_SETTING, newClient, PDF } from '../support/mock/client.js';

/** One mistake that both ways to print can make. */
interface Mistake {
  readonly rule: string;
  readonly bytes?: Buffer;
  readonly extension?: string;
  readonly setting?: object;
  /** A member of the body of print setting, or a part of the form. */
  readonly member?: string;
  readonly options?: MockHostOptions;
}

interface Warning {
  readonly rule: string;
  readonly hint: string;
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

const DOCX = readFileSync(new URL('../support/files/minimal.docx', import.meta.url));

const WARNED: readonly Mistake[] = [
  { rule: 'empty-document', bytes: Buffer.alloc(0) },
  { rule: 'upload-not-the-file', bytes: Buffer.from(PDF.toString('base64')) },
  { rule: 'document-will-fail', bytes: PNG },
  { rule: 'pages-assumed', bytes: DOCX, extension: 'docx' },
  { rule: 'unknown-member', setting: { ...FULL_SETTING, paper: 'thick' } },
  { rule: 'unknown-member', member: 'copies' },
  { rule: 'member-without-effect', setting: { ...FULL_SETTING, two_sided: 'none' } },
  { rule: 'two-sided-respelt', setting: { ...FULL_SETTING, twoSided: 'long' } },
  {
    rule: 'duplex-conflict-overridden',
    setting: { ...FULL_SETTING, '2_sided': 'long', collate: false },
    options: { assume: { 'duplex-conflict': 'override' } },
  },
];

/** Warnings that the form cannot meet: it has no token, no second call for a job, no body of JSON, and no headers of an upload. */
const OF_CALLS_ALONE = [
  'parameters-in-query',
  'authentication-repeated',
  'password-left-out',
  'body-ignored',
  'body-not-utf8',
  'byte-order-mark',
  'notification-as-text',
  'second-upload-replaces',
  'upload-in-parts',
  'upload-type-undocumented',
  'upload-length-missing',
  'multipart-unpacked',
  'scan-without-destination',
  'target-foreign',
  'target-not-https',
  'upload-uri-unreachable',
  'alias-not-shown',
  'notification-without-uri',
];

/** A warning that version 1 does not have: it refuses such a name. */
const OF_VERSION_2 = ['file-name-not-printed'];

async function byCalls({ bytes, extension = 'pdf', setting, member, options }: Mistake) {
  const client = newClient(options);
  const caller = await client.authenticate();
  const more = member === undefined ? {} : { [member]: '1' };
  const created = await client.createJob(caller, {
    job_name: 'a',
    print_mode: 'document',
    print_setting: setting,
    ...more,
  });
  if (created.status === 201) {
    await client.upload(created.body.upload_uri, `&File=1.${extension}`, bytes);
    await client.execute(caller, created.body.id);
  }
  const journal = client.host.control.journal.read();
  return {
    warnings: journal.flatMap(({ warnings }) => warnings),
    refusal: journal.find(({ rule }) => rule !== null)?.rule,
  };
}

async function byForm({ bytes = PDF, extension = 'pdf', setting, member, options }: Mistake) {
  const { host } = newClient(options);
  const form = request(host.app).post('/_mock/api/print').field('job_name', 'a');
  if (setting !== undefined) form.field('print_setting', JSON.stringify(setting));
  if (member !== undefined) form.field(member, '1');
  const { body } = await form.attach('file', bytes, `a.${extension}`);
  return { warnings: (body.warnings ?? []) as Warning[], refusal: body.code as string | undefined };
}

describe('POST /_mock/api/print says the same as the four calls', () => {
  it.each(WARNED)('of $rule', async (mistake) => {
    const called = await byCalls(mistake);
    expect(called.warnings.map(({ rule }) => rule)).toContain(mistake.rule);
    const { warnings } = await byForm(mistake);
    // A form has parts of its own, so that an unknown one is told of in other words.
    const words = ({ rule, hint }: Warning) => (mistake.member === undefined ? { rule, hint } : { rule });
    expect(warnings.map(words)).toEqual(called.warnings.map(words));
  });

  it.each<Mistake>([
    { rule: 'upload-empty', bytes: Buffer.alloc(0), options: { assume: { 'empty-upload': 'refuse' } } },
    {
      rule: 'member-not-described',
      setting: { ...FULL_SETTING, paper: 'thick' },
      options: { strict: true },
    },
    { rule: 'member-not-described', member: 'copies', options: { strict: true } },
  ])('where it refuses: $rule', async (mistake) => {
    expect((await byCalls(mistake)).refusal).toBe(mistake.rule);
    expect((await byForm(mistake)).refusal).toBe(mistake.rule);
  });

  it('for every warning that there is, but those that need calls of their own', async () => {
    const { body } = await request(newClient().host.app).get('/_mock/api/rules');
    const rules = body.rules as { id: string; kind: string }[];
    const warnings = rules.filter(({ kind }) => kind === 'warning').map(({ id }) => id);
    expect(new Set([...WARNED.map(({ rule }) => rule), ...OF_CALLS_ALONE, ...OF_VERSION_2])).toEqual(
      new Set(warnings),
    );
  });
});

it.each([['job_name[__proto__][x]'], ['copies[0]']])(
  'POST /_mock/api/print refuses a field with brackets in its name: %s',
  async (name) => {
    const { host } = newClient();
    const { status, body } = await request(host.app)
      .post('/_mock/api/print')
      .field(name, 'a')
      .attach('file', PDF, 'a.pdf');
    expect([status, body.code]).toEqual([400, 'body-unreadable']);
    expect(body.message).toContain('Send each field once, by its plain name');
    expect(host.control.jobs()).toEqual([]);
  },
);
