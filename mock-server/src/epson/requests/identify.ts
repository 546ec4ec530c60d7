import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import type { Host } from '../domain/worlds.js';
import { UPLOAD_KEY_LENGTH } from '../domain/ids.js';
import type { Job } from '../domain/job.js';
import type { Printer } from '../domain/printers.js';
import type { AccessToken } from '../domain/tokens.js';
import type { World } from '../domain/world.js';
import { Refusal } from '../../rules/refusal.js';
import { queryOf } from '../../http/target.js';
import { readBasic } from './credentials.js';

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
    world: world ?? ofBasic(host, authorization) ?? ofQuery(host, url) ?? worlds.default,
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
    if (!host.apps.fits(clientId, clientSecret)) host.clients.verify(clientId, clientSecret);
    return host.worlds.ofClient(clientId);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** The world of the app that asks for authorization. */
function ofQuery({ apps, worlds }: Host, url: string): World | undefined {
  if (!url.startsWith('/auth/authorize?')) return undefined;
  const clientId = queryOf({ url }).get('client_id') ?? '';
  return apps.knows(clientId) ? worlds.ofClient(clientId) : undefined;
}
