import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import type { Host } from '../domain/worlds.js';
import type { Job } from '../domain/job.js';
import type { Printer } from '../domain/printers.js';
import type { Bearer } from '../domain/bearers.js';
import type { AccessToken } from '../domain/tokens.js';
import type { World } from '../domain/world.js';
import { Refusal } from '../../rules/refusal.js';
import { queryOf } from '../../http/target.js';
import { readBasic } from './credentials.js';

/** The client, printer and job that a call names; nothing of it is verified. */
export interface Identified {
  readonly world: World;
  /** The access token of version 1. */
  readonly token: AccessToken | undefined;
  /** The access token of version 2. */
  readonly bearer: Bearer | undefined;
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
  readonly params: {
    readonly job_id?: string;
    readonly jobId?: string;
    readonly scheduleJobId?: string;
  };
}

/** Looks at a call without judging it: what it carries decides whose journal and whose faults it belongs to. */
export function identifyCaller(host: Host, { url, headers, params }: Carried): Identified {
  return ofKey(host, url) ?? ofCredentials(host, url, headers.authorization ?? '', params);
}

/** Returns what an upload is about, which its key alone tells. */
function ofKey({ worlds }: Host, url: string): Identified | undefined {
  if (!url.includes('Key=')) return undefined;
  // Text that is appended with another character than & becomes part of the key; the job is found all the same.
  const [key = ''] = /^[0-9a-f]*/.exec(queryOf({ url }).get('Key') ?? '') ?? [];
  const world = worlds.ofUploadKey(key);
  const job = world?.jobs.findByUploadKey(key);
  if (world === undefined || job === undefined) return undefined;
  return { world, token: undefined, bearer: undefined, printer: job.printer, job, jobId: job.id };
}

function ofCredentials(
  host: Host,
  url: string,
  authorization: string,
  params: Carried['params'],
): Identified {
  const text = bearerOf(authorization);
  const world = host.worlds.ofAccessToken(text);
  const token = world?.tokens.find(text);
  const bearer = token === undefined ? world?.authorizations.find(text) : undefined;
  const jobId = params.job_id ?? params.jobId ?? params.scheduleJobId;
  return {
    world: world ?? ofBasic(host, authorization) ?? ofQuery(host, url) ?? host.worlds.default,
    token,
    bearer,
    printer: token?.printer ?? (bearer?.kind === 'device' ? bearer.printer : undefined),
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
