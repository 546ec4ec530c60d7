import createClient from 'openapi-fetch';
import { chosenClient } from './address.js';
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

/** The client whose world is shown, as every call names it. */
export const query = chosenClient === undefined ? {} : { client_id: chosenClient };
