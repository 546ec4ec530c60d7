import { DEFAULT_APP, DEFAULT_CLIENT } from '../../src/epson/domain/default-credentials.js';
import { addressOf } from './address.js';
import { readCapability, type Capability, type Version } from './capability.js';
import type { Caller, Json } from './print-calls.js';

/** The credentials of a client. A mock hands out nobody's, so those of other clients than the usual one are asked for. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The key of version 2; empty in version 1. */
  readonly apiKey: string;
}

/** Returns the credentials of a client, as far as they are public. */
export function credentialsOf(version: Version, clientId: string): Credentials {
  const { clientSecret, ...app } = version === 1 ? DEFAULT_CLIENT : DEFAULT_APP;
  const isUsual = app.clientId === clientId;
  return {
    clientId,
    clientSecret: isUsual ? clientSecret : '',
    apiKey: isUsual && version === 2 ? DEFAULT_APP.apiKey : '',
  };
}

/** Access to one printer through a version of the API. */
export interface Session {
  readonly version: Version;
  /** The path before that of jobs and capabilities. */
  readonly base: string;
  readonly headers: Json;
}

/** Gets an access token for a printer, as a program does. @throws Stopped */
export async function authenticate(
  caller: Caller,
  version: Version,
  email: string,
  { clientId, clientSecret, apiKey }: Credentials,
): Promise<Session> {
  // The secrets of a client can be of any letters.
  const basic = btoa(String.fromCharCode(...new TextEncoder().encode(`${clientId}:${clientSecret}`)));
  const headers = { Authorization: `Basic ${basic}`, 'Content-Type': 'application/x-www-form-urlencoded' };
  if (version === 1) {
    const body = new URLSearchParams({ grant_type: 'password', username: email, password: '' }).toString();
    const path = '/api/1/printing/oauth2/auth/token?subject=printer';
    const token = await caller.call({ name: 'Authenticate', path, headers, body });
    return {
      version,
      base: `/api/1/printing/printers/${token['subject_id']}`,
      headers: { Authorization: `Bearer ${token['access_token']}` },
    };
  }
  const issued = await caller.call({
    name: 'Consent, as the owner of the printer',
    path: addressOf('/authorize'),
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ printer: email }),
  });
  const back = new URL(issued['redirect_to'] ?? '');
  for (const name of ['code', 'state']) back.searchParams.delete(name);
  const form = { grant_type: 'authorization_code', redirect_uri: back.toString() };
  const token = await caller.call({
    name: 'Token',
    path: '/auth/token',
    headers,
    body: new URLSearchParams({ ...form, code: issued['code'] ?? '' }).toString(),
    shown: new URLSearchParams({ ...form, code: '***' }).toString(),
  });
  return {
    version,
    base: '/api/2/printing',
    headers: { Authorization: `Bearer ${token['access_token']}`, 'x-api-key': apiKey },
  };
}

/** Asks for the capability of a printer. @throws Stopped */
export async function capabilityOf(caller: Caller, session: Session, mode: string): Promise<Capability> {
  const { version, base, headers } = session;
  const path = `${base}/capability/${mode}`;
  return readCapability(version, await caller.call({ name: 'Capability', path, method: 'GET', headers }));
}

/** A job to print. */
export interface Order {
  readonly file: File;
  readonly name: string;
  readonly mode: string;
  /** Absent for that of the host. */
  readonly setting: object | undefined;
}

/** Creates a job, uploads its file and executes it. Returns its ID. @throws Stopped */
export async function print(caller: Caller, session: Session, order: Order, told: (id: string) => void) {
  const { version, base, headers } = session;
  const { file, name, mode, setting } = order;
  const isFirst = version === 1;
  const created = await caller.call({
    name: 'Create the job',
    path: `${base}/jobs`,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(
      isFirst
        ? { job_name: name, print_mode: mode, print_setting: setting }
        : { jobName: name, printMode: mode, printSettings: setting },
    ),
  });
  const id = created[isFirst ? 'id' : 'jobId'] ?? '';
  told(id);
  // The host of an upload URI can be another name of this mock, which this page must not call.
  const { pathname, search } = new URL(created[isFirst ? 'upload_uri' : 'uploadUri'] ?? '');
  const extension = /\.([^.]*)$/.exec(file.name)?.[1] ?? '';
  await caller.call({
    name: 'Upload the file',
    path: `${pathname}${search}&File=1.${encodeURIComponent(extension)}`,
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file,
    shown: `${file.name}, ${file.size} bytes`,
  });
  await caller.call({ name: 'Execute', path: `${base}/jobs/${id}/print`, headers });
  return id;
}
