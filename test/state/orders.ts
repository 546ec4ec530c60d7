import request from 'supertest';
import { PDF } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import type { ControlClient, Order } from '../support/mock/control-client.js';

/** The state before a control operation: a job that is printing, and a fault. */
export interface Scene extends ControlClient {
  readonly contract: Contract;
  readonly jobId: string;
  readonly faultId: string;
}

/** A control order with one body, as it is sent before a reset. */
export interface Given {
  readonly operationId: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Part of the seed, or of the address: what it changes is left in place by a reset. */
  readonly isLasting?: true;
  send(scene: Scene): ReturnType<Order>;
}

export const EMAIL = 'mock.printer@print.epsonconnect.com';
const OTHER = 'laser@print.epsonconnect.com';

const given = (operationId: string, body?: Record<string, unknown>, isLasting?: true): Given => ({
  operationId,
  ...(body === undefined ? {} : { body }),
  ...(isLasting === undefined ? {} : { isLasting }),
  send: ({ order, jobId, faultId }) => order(operationId, paramsOf(operationId, jobId, faultId), body),
});

/** A parameter that is not in the path would go into the query. */
function paramsOf(operationId: string, job_id: string, fault_id: string): Record<string, string> {
  if (operationId === 'endJob') return { job_id };
  if (operationId === 'removeFault') return { fault_id };
  return operationId === 'changePrinter' ? { email: EMAIL } : {};
}

const form = (operationId: 'printForm' | 'scanForm', path: string): Given => ({
  operationId,
  send: ({ client, contract }) =>
    contract.check(operationId, request(client.host.app).post(path).attach('file', PDF, 'a.pdf')),
});

/** Every order of the control API that changes something, with every member that its body can have. */
export const ORDERS: readonly Given[] = [
  given('resetWorld', { all: true }),
  given('seedClient', { client_id: 'b'.repeat(32), client_secret: 'c'.repeat(64) }, true),
  given(
    'seedClient',
    {
      client_id: 'd'.repeat(32),
      client_secret: 's'.repeat(86),
      api_key: 'k'.repeat(40),
      redirect_uris: ['https://shop.example/callback'],
    },
    true,
  ),
  given('seedAccount', { email: 'ada@example.com', name: 'Ada', printers: [EMAIL] }, true),
  given('setConsent', { consent: 'deny' }),
  given('setPace', { pace: 'real' }),
  given('setPace', { pace: 'instant' }),
  given('issueCode', {
    account: 'owner@example.com',
    printer: EMAIL,
    redirect_uri: 'http://127.0.0.1:8381/callback',
    state: 'a',
    code_challenge: 'v'.repeat(43),
    code_challenge_method: 'plain',
  }),
  given(
    'seedPrinter',
    {
      email: OTHER,
      name: 'AL-1',
      serial_no: 'X000000001',
      capability: 'mono-laser',
      online: false,
      remote_printing: false,
      multi_byte_display: false,
    },
    true,
  ),
  given('changePrinter', { online: false }),
  given('changePrinter', { trouble: 'media_jam' }),
  given('changePrinter', { remote_printing: false }),
  given('endJob', { reason: 'attention_required', status: 'completed' }),
  given('changeClock', { advance_ms: 3_600_000 }),
  given('changeClock', { set: '2027-01-01T00:00:00Z' }),
  given('changeClock', { freeze: true }),
  given('changeClock', { speed: 60 }),
  given('setPublicUrl', { public_url: 'https://print.example.com' }, true),
  given('expireTokens', { printer: EMAIL }),
  given('revokeTokens', { printer: EMAIL }),
  given('addFault', {
    api_version: 1,
    operation: 'executePrint',
    printer: EMAIL,
    job_id: 'a'.repeat(32),
    call: 1,
    times: null,
    duration_ms: 60_000,
    probability: 1,
    seed: 1,
    effect: { kind: 'refuse', status: 503 },
  }),
  given('addFault', { times: null, effect: { kind: 'delay', delay_ms: 1 } }),
  given('addFault', { operation: 'executePrint', times: null, code: 'service_unavailable', status: 503 }),
  given('clearFaults'),
  given('removeFault'),
  given('clearJournal'),
  given('waitFor', { condition: { kind: 'exchanges', operation: 'authenticate', count: 1 }, timeout_ms: 1 }),
  form('printForm', '/_mock/api/print'),
  form('scanForm', '/_mock/api/scan'),
];
