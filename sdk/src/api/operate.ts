import { aboutJob, type Step } from '../errors.js';
import type { components } from '../generated/epson-connect.js';
import { limitsOf, type Call, type CallOptions } from '../http/limits.js';
import { fetchFor, type BodyCheck, type Wiring } from './api-client.js';

/** A call of a public method, as it begins. */
export function callOf({ transport }: Wiring, step: Step, options: CallOptions): Call {
  return { limits: limitsOf(transport.clock, options), about: { step } };
}

/** What paths of the API are filled with. An operation takes what its own path names. */
interface PathIds {
  readonly device_id: string;
  readonly job_id: string;
  readonly print_mode: components['schemas']['PrintMode'];
}

/** The part of a request that is the same for every operation, in the form that openapi-fetch wants. */
type Init = {
  readonly params: { readonly path: PathIds };
  readonly fetch: (request: Request) => Promise<Response>;
};

/** How openapi-fetch is asked for an operation. */
export type Send<T> = (init: Init) => Promise<{ data?: T }>;

/**
 * One operation on the printer of the access token, unless `ids` names another. Resolves with the body of a success;
 * everything else is thrown, and says what it is about.
 */
export async function operate<T>(
  wiring: Wiring,
  call: Call,
  ids: { readonly device_id?: string | undefined; readonly print_mode?: string },
  send: Send<T>,
  checkBody?: BodyCheck,
): Promise<T> {
  const { job_id } = call.about;
  try {
    const device_id = ids.device_id ?? (await wiring.tokens.usable(call.limits)).subject_id;
    // What a path needs and does not get is refused where the path is filled.
    const path = { ...ids, job_id, device_id } as PathIds;
    return (await send({ params: { path }, fetch: fetchFor(wiring, call, checkBody) })).data as T;
  } catch (error) {
    throw aboutJob(error, job_id);
  }
}
