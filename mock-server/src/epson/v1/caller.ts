import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Response, Request } from 'express';
import type { Host } from '../domain/worlds.js';
import { UPLOAD_KEY_LENGTH } from '../domain/ids.js';
import type { Job } from '../domain/job.js';
import type { Printer, Printers } from '../domain/printers.js';
import type { AccessToken } from '../domain/tokens.js';
import type { World } from '../domain/world.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { queryOf, arrivalOf, writeAuthority } from '../../http/target.js';
import type { ClientSeed } from '../domain/clients.js';
import { isEpsonName, type Addresses } from '../domain/addresses.js';
import { exchangeOf } from '../../http/exchange.js';
import { excerpt } from '../../text/mask.js';

/** The client, printer and job that a call names; nothing of it is verified. */
export interface Identified {
  readonly world: World;
  readonly token: AccessToken | undefined;
  readonly printer: Printer | undefined;
  readonly job: Job | undefined;
  /** The job's ID as the call has it, also where there is no such job. */
  readonly jobId: string | undefined;
}

/** An answer, with what its call was found to be about. */
export type CallResponse = Response<unknown, Identified>;

/** The parts of a call that identify its caller. */
interface Carried {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly params: { readonly job_id?: string };
}

/** Looks at a call without judging it: what it carries decides whose journal and whose faults it belongs to. */
export function identifyCaller(host: Host, { url, headers, params }: Carried): Identified {
  const { authorization = '' } = headers;
  const { worlds } = host;
  const given = url.includes('Key=') ? (queryOf({ url }).get('Key') ?? '') : '';
  // Text that is appended with another character than & becomes part of the key; the job is found all the same.
  const key = given.slice(0, UPLOAD_KEY_LENGTH);
  const keyWorld = worlds.ofUploadKey(key);
  const keyJob = keyWorld?.jobs.findByUploadKey(key);
  if (keyWorld !== undefined && keyJob !== undefined)
    return { world: keyWorld, token: undefined, printer: keyJob.printer, job: keyJob, jobId: keyJob.id };
  const bearer = bearerOf(authorization);
  const world = worlds.ofAccessToken(bearer);
  const token = world?.tokens.find(bearer);
  const jobId = params.job_id;
  return {
    world: world ?? ofBasic(host, authorization) ?? worlds.default,
    token,
    printer: token?.printer,
    job: jobId === undefined ? undefined : world?.jobs.find(jobId),
    jobId,
  };
}

/** Returns what stands where an access token does; nothing with another scheme. */
function bearerOf(authorization: string): string {
  const [scheme = '', token = ''] = authorization.trim().split(/ +/);
  return scheme.toLowerCase() === 'bearer' ? token : '';
}

function ofBasic(host: Host, authorization: string): World | undefined {
  if (!/^Basic /i.test(authorization)) return undefined;
  try {
    const { clientId, clientSecret } = readBasic(authorization);
    const known = host.worlds.find(clientId);
    if (known !== undefined) return known;
    // A client that is accepted has a world from its first call on, so that its journal and its faults begin with it.
    host.clients.verify(clientId, clientSecret);
    return host.worlds.ofClient(clientId);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** The world and the printer that a call with an access token is for. */
export interface Caller {
  readonly world: World;
  readonly printer: Printer;
}

/**
 * Verifies whom a call was found to come from, and counts it.
 *
 * @throws Refusal when the token, the call limit or the device ID does not stand, in this order
 */
export function verifyCaller(
  { headers, params }: Request<{ device_id: string }>,
  { locals: { world, token } }: CallResponse,
): Caller {
  checkBearer(headers.authorization);
  world.jobs.refuseOver();
  const { printer } = world.tokens.verify(token);
  world.calls.count();
  return { world, printer: checkDevice(params.device_id, printer, world.printers) };
}

/** @throws Refusal `bearer-missing` when there is no access token, or another scheme */
function checkBearer(authorization: string | undefined): void {
  const [scheme = '', token = ''] = (authorization ?? '').trim().split(/ +/);
  if (scheme.toLowerCase() === 'bearer' && token !== '') return;
  const what = {
    '': 'There is no Authorization header.',
    basic: 'Authorization is Basic; that is for the token operation only.',
    bearer: 'Authorization says Bearer, and no token follows: was the token operation awaited?',
  }[scheme.toLowerCase()];
  throw new Refusal(
    'bearer-missing',
    `${what ?? 'Authorization does not begin with Bearer.'} Send Authorization: Bearer and the access_token of the token operation.`,
  );
}

/**
 * Checks that the device ID in the path is the one that the access token was issued for.
 *
 * @throws Refusal `device-foreign`
 */
export function checkDevice(deviceId: string, tokenPrinter: Printer, printers: Printers): Printer {
  if (deviceId === tokenPrinter.deviceId) return tokenPrinter;
  const rule = 'device-foreign';
  const right = `The device ID is the subject_id of the token's own answer (${tokenPrinter.deviceId}).`;
  const [localPart = ''] = tokenPrinter.email.split('@');
  if (deviceId.includes('@') || deviceId === localPart) {
    throw new Refusal(rule, `The printer's e-mail address is not its device ID. ${right}`);
  }
  if (deviceId === '' || deviceId === 'undefined' || deviceId === 'null') {
    throw new Refusal(
      rule,
      `The path holds "${deviceId}" where the device ID belongs: was the answer read? ${right}`,
    );
  }
  if (printers.byDeviceId(deviceId) !== undefined) {
    throw new Refusal(
      rule,
      `This device is another printer than the one the access token was issued for. ${right}`,
    );
  }
  throw new Refusal(rule, `No printer of this client has the device ID of the path. ${right}`);
}

const HOW =
  'Send Authorization: Basic base64(client ID:client secret) to the token operation; every other operation takes Bearer and the access token.';

/**
 * Reads the client's credentials. The first colon ends the client ID: a secret may hold colons.
 *
 * @throws Refusal `basic-missing` or `basic-malformed`
 */
export function readBasic(authorization: string | undefined): ClientSeed {
  if (authorization === undefined || authorization === '') {
    throw new Refusal('basic-missing', `There is no Authorization header. ${HOW}`);
  }
  const [scheme = '', encoded = ''] = authorization.trim().split(/ +/);
  if (scheme.toLowerCase() !== 'basic') {
    const what = scheme.toLowerCase() === 'bearer' ? 'Authorization is Bearer' : 'Authorization is not Basic';
    throw new Refusal('basic-missing', `${what}. ${HOW}`);
  }
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) {
    throw new Refusal('basic-malformed', `What follows Basic is not base64. ${HOW}`);
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) {
    throw new Refusal(
      'basic-malformed',
      `The decoded credentials hold no colon between ID and secret. ${HOW}`,
    );
  }
  return { clientId: text.slice(0, colon), clientSecret: text.slice(colon + 1) };
}

/** Returns warnings about the address that a call was sent to; the call is answered all the same. */
export function warningsOfTarget(addresses: Addresses, request: IncomingMessage): Warning[] {
  const foreign = foreignTarget(addresses, request);
  if (foreign !== undefined) return [servedByPath(foreign)];
  const { asked, name } = arrivalOf(request);
  // The mock itself has given out the address of an upload, in the scheme of that call.
  const isUpload = exchangeOf(request).family === 'upload';
  return asked === 'http' && isEpsonName(name) && !isUpload ? [inTheClear(name)] : [];
}

/**
 * The authority of a request in absolute form that means another host than this one. Such requests come from programs
 * that have the mock as their proxy.
 */
export function foreignTarget(addresses: Addresses, request: IncomingMessage): string | undefined {
  const { from, name, port, unreadable } = arrivalOf(request);
  if (unreadable !== undefined) return excerpt(unreadable, 100);
  const isOwn =
    from !== 'target' ||
    isEpsonName(name) ||
    addresses.isOwnName(name) ||
    (port !== undefined && addresses.ports.includes(port));
  return isOwn ? undefined : writeAuthority({ name, port });
}

const servedByPath = (foreign: string): Warning => ({
  rule: 'target-foreign',
  hint: `The target of the request names ${foreign}, which is neither Epson's host nor the mock. It is answered because its path is one of the API; the mock passes nothing on.`,
});

const inTheClear = (name: string): Warning => ({
  rule: 'target-not-https',
  hint: `The address begins with http://${name}: Epson's host is called by https only, and by http the client's secret and the token would travel in the clear. Write https://${name}.`,
});
