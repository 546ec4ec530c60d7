import createClient from 'openapi-fetch';
import type { components, paths } from '../../src/generated/mock-control.js';

type Schemas = components['schemas'];

export type Job = Schemas['Job'];
export type Entry = Schemas['Entry'];
export type Correction = Schemas['Correction'];
export type Fault = Schemas['Fault'];
export type Printer = Schemas['Printer'];
export type Rule = Schemas['Rule'];
export type Client = Schemas['Client'];
export type WorldState = Schemas['WorldState'];

/** The control API of the host that served this page. */
export const api = createClient<paths>({ baseUrl: location.origin });

/** The client whose world is shown, as every call names it; the first client where nobody chose one. */
const chosen = new URLSearchParams(location.search).get('client_id') ?? undefined;
export const query = chosen === undefined ? {} : { client_id: chosen };

/** Returns the address of a path of the control API in the world that is shown. */
export function addressOf(path: string): string {
  return `/_mock/api${path}${chosen === undefined ? '' : `?client_id=${encodeURIComponent(chosen)}`}`;
}
