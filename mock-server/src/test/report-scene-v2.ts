import { createHash } from 'node:crypto';
import type { MockHostOptions } from '../config/options.js';
import { scheduleDate } from '../epson/v2/words.js';
import { PDF } from './report-scene.js';
import { JSON_TYPE, program } from './watched-program.js';

type Headers = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, string>>;

export const SETTINGS_V2 = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'auto',
  colorMode: 'color',
};
export const JOB_V2 = { jobName: 'a', printMode: 'document' };
export const MAIL_V2 = { aliasName: 'Inbox', destinationService: 'mail', destination: 'me@example.com' };
export const VERIFIER = 'v'.repeat(43);
const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };
const OCTETS = { 'Content-Type': 'application/octet-stream' };
const DAY_MS = 24 * 60 * 60_000;

/** Returns a time that a schedule may have, so many days ahead. */
export const daysAhead = (days: number) =>
  scheduleDate(Math.ceil(Date.now() / 900_000) * 900_000 + days * DAY_MS);

/** A program of version 2 whose printer is connected, and the calls that it makes, right unless told otherwise. */
export async function reportSceneV2(options: MockHostOptions = {}) {
  const own = await program({ consent: 'auto', ...options });
  const { clientId, clientSecret, apiKey, redirectUri } = own.host.credentialsV2;
  const at = (path: string) => (path.startsWith('http') ? path : `${own.host.url}${path}`);
  const call = (method: string, path: string, headers: Headers = {}, body?: string) =>
    own.call(method, at(path), body, headers);
  const basic = { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` };
  const token = (fields: Fields | string, headers: Headers = {}) => {
    const form = typeof fields === 'string' ? fields : String(new URLSearchParams(fields));
    return call('POST', '/auth/token', { ...FORM_TYPE, ...basic, ...headers }, form);
  };
  const right = { response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope: 'device' };
  /** @param changes of the query; an empty text leaves a parameter out */
  const authorize = (changes: Fields = {}, more = '') => {
    const fields = Object.entries({ ...right, ...changes }).filter(([, value]) => value !== '');
    return call('GET', `/auth/authorize?${String(new URLSearchParams(fields))}${more}`);
  };
  /** A code, for whoever has the verifier if it is to be checked. */
  const code = async (isChallenged = false) => {
    const challenge = createHash('sha256').update(VERIFIER).digest('base64url');
    const fields = isChallenged
      ? { ...right, code_challenge: challenge, code_challenge_method: 'S256' }
      : right;
    const query = String(new URLSearchParams(fields));
    const { headers } = await fetch(at(`/auth/authorize?${query}`), { redirect: 'manual' });
    return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
  };
  const exchange = async (changes: Fields = {}) =>
    token({
      grant_type: 'authorization_code',
      code: changes['code'] ?? (await code()),
      redirect_uri: redirectUri,
      ...changes,
    });
  const tokens = async (changes?: Fields) => JSON.parse(await exchange(changes)) as Fields;
  const first = await tokens();
  const key = { 'x-api-key': apiKey };
  const device = { Authorization: `Bearer ${first['access_token']}`, ...key };
  const json = (path: string, body: unknown, headers: Headers = device) =>
    call(
      'POST',
      `/api/2${path}`,
      { ...JSON_TYPE, ...headers },
      typeof body === 'string' ? body : JSON.stringify(body),
    );
  const applicationToken = async () =>
    (JSON.parse(await token({ grant_type: 'client_credentials' })) as Fields)['access_token'] ?? '';
  const upload = (uri: string, suffix = '&File=1.pdf', body = PDF, headers: Headers = OCTETS) =>
    own.call('POST', `${uri}${suffix}`, body, headers);
  const newJob = async (headers: Headers = device) =>
    JSON.parse(await json('/printing/jobs', JOB_V2, headers)) as { jobId: string; uploadUri: string };
  const newSchedule = async (headers: Headers = device, printDateTime = daysAhead(1)) =>
    JSON.parse(await json('/scheduling/schedules', { ...JOB_V2, printDateTime }, headers)) as {
      scheduleJobId: string;
      uploadUri: string;
    };
  const created = await newJob();
  return {
    own,
    ...created,
    clientId,
    clientSecret,
    redirectUri,
    tokens: first,
    basic,
    key,
    device,
    call,
    token,
    authorize,
    code,
    exchange,
    json,
    upload,
    newJob,
    newSchedule,
    applicationToken,
    setting: (more: object, body: object = {}) =>
      json('/printing/jobs', { ...JOB_V2, printSettings: { ...SETTINGS_V2, ...more }, ...body }),
    send: (suffix?: string, body?: string, headers?: Headers) =>
      upload(created.uploadUri, suffix, body, headers),
    execute: (headers: Headers = device, body = '') =>
      call('POST', `/api/2/printing/jobs/${created.jobId}/print`, headers, body),
    reserve: (id: string) => call('POST', `/api/2/scheduling/schedules/${id}/reserve`, device),
  };
}

export type ReportSceneV2 = Awaited<ReturnType<typeof reportSceneV2>>;
