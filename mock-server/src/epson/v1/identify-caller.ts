import type { Host } from '../domain/host.js';
import { UPLOAD_KEY_LENGTH } from '../domain/ids.js';
import type { World } from '../domain/world.js';
import { Refusal } from '../../rules/refusal.js';
import { readBasic } from './requests/basic.js';
import type { Routed } from '../../http/handler.js';
import { queryOf } from '../../http/target.js';

/** Whom a call comes from and what it is about, as far as it tells; nothing is checked. */
export interface Peeked {
  readonly world: World;
  /** The address of the printer. */
  readonly printer: string | undefined;
  readonly jobId: string | undefined;
}

/** What of a call tells whose it is. */
type Carried = Pick<Routed, 'url' | 'headers' | 'params'>;

/** Looks at a call without judging it: what it carries decides whose journal and whose faults it belongs to. */
export function peek(host: Host, request: Carried): Peeked {
  const { authorization = '' } = request.headers;
  const { worlds } = host;
  // What is appended with another character than & becomes part of the key, and the job is known all the same.
  const key = keyOf(request).slice(0, UPLOAD_KEY_LENGTH);
  const ofKey = worlds.ofUploadKey(key);
  if (ofKey !== undefined) {
    const job = ofKey.jobs.findByUploadKey(key);
    return { world: ofKey, printer: job?.printer.email, jobId: job?.id };
  }
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  const ofToken = worlds.ofAccessToken(token);
  if (ofToken !== undefined) {
    return {
      world: ofToken,
      printer: ofToken.tokens.find(token)?.printer.email,
      jobId: request.params['job_id'],
    };
  }
  return {
    world: ofBasic(host, authorization) ?? worlds.default,
    printer: undefined,
    jobId: request.params['job_id'],
  };
}

function keyOf(request: Carried): string {
  return request.url?.includes('Key=') === true ? (queryOf(request).get('Key') ?? '') : '';
}

function ofBasic(host: Host, authorization: string): World | undefined {
  if (!/^Basic /i.test(authorization)) return undefined;
  try {
    const { clientId, clientSecret } = readBasic(authorization);
    const known = host.worlds.find(clientId);
    if (known !== undefined) return known;
    // Whoever is let in has a world from the first call on: its journal and its faults begin with that.
    host.clients.verify(clientId, clientSecret);
    return host.worlds.ofClient(clientId);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
