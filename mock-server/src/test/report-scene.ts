import { readFileSync } from 'node:fs';
import type { MockHostOptions } from '../config/options.js';
import { authenticate, createJob, JSON_TYPE, program, type Program } from './watched-program.js';

export const PDF = readFileSync(new URL('../../sample.pdf', import.meta.url), 'latin1');
export const SETTING = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
};
const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };
const OCTETS = { 'Content-Type': 'application/octet-stream' };

type Headers = Record<string, string>;

/** A program with a token and a job that waits for its file, and the calls that it makes, right unless told otherwise. */
export async function reportScene(options: MockHostOptions = {}) {
  const own: Program = await program(options);
  const job = await createJob(own);
  const { clientId, clientSecret, printerEmail } = own.host.credentials;
  const basic = { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
  const { jobs, bearer, path, upload_uri } = job;
  const printer = jobs.replace(/\/jobs$/, '');
  const destinations = `${own.host.url}/api/1/scanning/scanners/${printer.split('/')[2]}/destinations`;
  const form = (fields: Record<string, string>) => String(new URLSearchParams(fields));
  const grant = { grant_type: 'password', username: printerEmail, password: '' };
  return {
    own,
    ...job,
    printer,
    destinations,
    grant,
    form,
    basic,
    token: (body = form(grant), headers: Headers = { ...basic, ...FORM_TYPE }, query = '?subject=printer') =>
      own.post(`/oauth2/auth/token${query}`, body, headers),
    create: (body: unknown, headers: Headers = { ...bearer, ...JSON_TYPE }) =>
      own.post(jobs, typeof body === 'string' ? body : JSON.stringify(body), headers),
    setting: (more: object, body: object = {}) =>
      own.post(
        jobs,
        JSON.stringify({
          job_name: 'a',
          print_mode: 'document',
          print_setting: { ...SETTING, ...more },
          ...body,
        }),
        { ...bearer, ...JSON_TYPE },
      ),
    upload: (suffix = '&File=1.pdf', body = PDF, headers: Headers = OCTETS) =>
      own.post(upload_uri + suffix, body, headers),
    execute: (headers: Headers = bearer, body = '') => own.post(`${path}/print`, body, headers),
    api: (method: string, target: string, body?: unknown, headers: Headers = { ...bearer, ...JSON_TYPE }) =>
      own.call(method, target, body === undefined ? undefined : JSON.stringify(body), headers),
    again: () => authenticate(own),
  };
}

export type ReportScene = Awaited<ReturnType<typeof reportScene>>;
