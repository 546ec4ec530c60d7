import { readFile } from 'node:fs/promises';
import type { Request, Response } from 'express';
import { CapabilityError, type CapabilityOption } from '../domain/capability.js';
import type { PrinterSeed, Trouble } from '../domain/printers.js';
import { FaultError, type Fault } from '../faults/fault.js';
import type { ArmedFault } from '../faults/faults.js';
import type { EntryFilter } from '../journal/journal.js';
import { sendJson } from '../wire/send.js';
import { originOf, queryOf } from '../wire/target.js';
import { createControl, type Desk, type JobEnd, type MockControl, type WaitCondition } from './control.js';
import { toHar } from './har.js';
import { ControlRefusal, countOf, invalid, objectOf, oneOf, optional, readOrder, required } from './inputs.js';
import type { PrinterView } from './printer-control.js';
import type { JobView } from './view.js';

/** What an order needs to be carried out. */
export interface Order {
  readonly desk: Desk;
  readonly control: MockControl;
  readonly clientId: string;
  readonly request: Request<Record<string, string>>;
  readonly response: Response;
}

const TROUBLES = ['media_jam', 'media_empty', 'marker_supply_empty', 'cover_open', 'attention_required'] as const;
const ENDS: readonly JobEnd[] = ['job_canceled_at_device', 'job_canceled_by_system', 'attention_required', 'document_access_error'];
const FAULT_MEMBERS = ['operation', 'printer', 'job_id', 'call', 'times', 'probability', 'seed', 'effect'];

export async function resetWorld({ desk, control, request, response }: Order): Promise<void> {
  const body = await readOrder(request, response, ['all']);
  if (optional(body, 'all', 'boolean') === true) {
    for (const { clientId } of desk.host.worlds.all()) await createControl(desk, clientId).reset();
  } else {
    await control.reset();
  }
  sendJson(response, 200, {});
}

export function listClients({ desk, response }: Order): void {
  sendJson(response, 200, { clients: desk.host.worlds.all().map(({ clientId }) => viewClient(desk, clientId)) });
}

export async function seedClient({ desk, control, request, response }: Order): Promise<void> {
  const body = await readOrder(request, response, ['client_id', 'client_secret']);
  const [clientId, clientSecret] = [required(body, 'client_id', 'string'), required(body, 'client_secret', 'string')];
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(clientId) || clientSecret === '') throw invalid('client_id is empty or holds a colon or a blank, or client_secret is empty');
  if (desk.host.worlds.find(clientId) !== undefined) throw new ControlRefusal(409, 'client-taken', 'There is a client with this ID already.');
  control.seedClient({ clientId, clientSecret });
  sendJson(response, 201, viewClient(desk, clientId));
}

function viewClient(desk: Desk, clientId: string): object {
  const control = createControl(desk, clientId);
  return {
    client_id: clientId,
    printers: control.printers().length,
    jobs: control.jobs().length,
    faults: control.faults.all().length,
    exchanges: control.journal.read().length,
  };
}

export function listPrinters({ control, response }: Order): void {
  sendJson(response, 200, { printers: control.printers() });
}

export async function seedPrinter({ control, request, response }: Order): Promise<void> {
  const body = await readOrder(request, response, ['email', 'name', 'serial_no', 'capability', 'online', 'remote_printing']);
  const email = required(body, 'email', 'string');
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw invalid(`email is ${JSON.stringify(email)}, which is no e-mail address`);
  if (printerOf(control, email) !== undefined) throw new ControlRefusal(409, 'printer-taken', `There is a printer ${email} already.`);
  const [name, serialNo] = [optional(body, 'name', 'string'), optional(body, 'serial_no', 'string')];
  const [online, remotePrinting] = [optional(body, 'online', 'boolean'), optional(body, 'remote_printing', 'boolean')];
  const seed: PrinterSeed = {
    email,
    ...(name === undefined ? {} : { name }),
    ...(serialNo === undefined ? {} : { serialNo }),
    ...(online === undefined ? {} : { online }),
    ...(remotePrinting === undefined ? {} : { remotePrinting }),
    ...(body['capability'] === undefined ? {} : { capability: body['capability'] as CapabilityOption }),
  };
  try {
    control.seedPrinter(seed);
  } catch (error) {
    throw error instanceof CapabilityError ? invalid(error.message) : error;
  }
  sendJson(response, 201, printerOf(control, email) ?? {});
}

export async function changePrinter({ control, request, response }: Order): Promise<void> {
  const email = request.params['email'] ?? '';
  if (printerOf(control, email) === undefined) throw new ControlRefusal(404, 'printer-unknown', `There is no printer ${JSON.stringify(email)}.`);
  const body = await readOrder(request, response, ['online', 'trouble', 'remote_printing']);
  const [online, remotePrinting] = [optional(body, 'online', 'boolean'), optional(body, 'remote_printing', 'boolean')];
  const trouble = body['trouble'] === undefined ? undefined : body['trouble'] === null ? null : oneOf(body, 'trouble', TROUBLES);
  const printer = control.printer(email);
  if (remotePrinting !== undefined) printer.setRemotePrinting(remotePrinting);
  if (trouble !== undefined) printer.setTrouble(troubleOf(trouble));
  if (online !== undefined) printer.setOnline(online);
  sendJson(response, 200, printerOf(control, email) ?? {});
}

/** The API has no word for an open cover: it is among what needs attention. */
function troubleOf(trouble: (typeof TROUBLES)[number] | null): Trouble | null {
  return trouble === 'cover_open' ? 'attention_required' : trouble;
}

function printerOf(control: MockControl, email: string): PrinterView | undefined {
  return control.printers().find((printer) => printer.email.toLowerCase() === email.toLowerCase());
}

export function listJobs({ control, request, response }: Order): void {
  const query = queryOf(request);
  const [status, printer] = [query.get('status'), query.get('printer')];
  const jobs = control.jobs().filter((job) => (status === null || job.status === status) && (printer === null || job.printer === printer));
  sendJson(response, 200, { jobs });
}

export function getJob({ control, request, response }: Order): void {
  sendJson(response, 200, jobOf(control, request));
}

export async function getDocument({ control, request, response }: Order): Promise<void> {
  const { document } = jobOf(control, request);
  if (document === null) throw new ControlRefusal(404, 'document-missing', 'Nothing has been uploaded for this job yet.');
  const bytes = await readFile(document.path);
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length });
  response.end(bytes);
}

export async function endJob({ control, request, response }: Order): Promise<void> {
  const job = jobOf(control, request);
  const body = await readOrder(request, response, ['reason', 'status']);
  const reason = oneOf(body, 'reason', ENDS);
  const status = body['status'] === undefined ? undefined : oneOf(body, 'status', ['canceled', 'completed'] as const);
  if (job.status === 'completed' || job.status === 'canceled') throw new ControlRefusal(409, 'job-ended', `This job is ${job.status} already.`);
  control.endJob(job.id, reason, status);
  sendJson(response, 200, jobOf(control, request));
}

function jobOf(control: MockControl, request: Order['request']): JobView {
  const job = control.jobs().find(({ id }) => id === request.params['job_id']);
  if (job === undefined) throw new ControlRefusal(404, 'job-unknown', 'This world has no job with this ID.');
  return job;
}

export function getClock({ control, response }: Order): void {
  const { clock } = control;
  sendJson(response, 200, { now: new Date(clock.now()).toISOString(), is_frozen: clock.isFrozen, speed: clock.speed });
}

export async function changeClock(order: Order): Promise<void> {
  const { control, request, response } = order;
  const body = await readOrder(request, response, ['advance_ms', 'set', 'freeze', 'speed']);
  const [advanceMs, set] = [optional(body, 'advance_ms', 'number'), optional(body, 'set', 'string')];
  const [freeze, speed] = [optional(body, 'freeze', 'boolean'), optional(body, 'speed', 'number')];
  if (Object.keys(body).length === 0) throw invalid('nothing is to be changed; there are advance_ms, set, freeze and speed');
  if (advanceMs !== undefined && set !== undefined) throw invalid('the clock is moved by advance_ms or by set, not by both');
  const moveMs = set === undefined ? (advanceMs ?? 0) : Date.parse(set) - control.clock.now();
  if (!(moveMs >= 0 && moveMs <= 1e13)) throw invalid('the clock can be moved forward only, and not beyond the year 2300');
  if (speed !== undefined && !(speed > 0)) throw invalid(`speed is ${speed}; it has to be above 0`);
  if (freeze === true) control.clock.freeze();
  control.clock.advance(moveMs);
  if (freeze === false) control.clock.freeze(false);
  if (speed !== undefined) control.clock.setSpeed(speed);
  getClock(order);
}

export async function expireTokens({ control, request, response }: Order): Promise<void> {
  sendTokens(response, control.expireTokens(await printerIn(control, request, response)));
}

export async function revokeTokens({ control, request, response }: Order): Promise<void> {
  sendTokens(response, control.revokeTokens(await printerIn(control, request, response)));
}

async function printerIn(control: MockControl, request: Order['request'], response: Response): Promise<string | undefined> {
  const email = optional(await readOrder(request, response, ['printer']), 'printer', 'string');
  if (email !== undefined && printerOf(control, email) === undefined) throw new ControlRefusal(404, 'printer-unknown', `There is no printer ${JSON.stringify(email)}.`);
  return email;
}

function sendTokens(response: Response, { accessTokens, refreshTokens }: ReturnType<MockControl['expireTokens']>): void {
  sendJson(response, 200, { access_tokens: accessTokens, refresh_tokens: refreshTokens });
}

export function listFaults({ control, response }: Order): void {
  sendJson(response, 200, { faults: control.faults.all().map(viewFault) });
}

export async function addFault({ control, request, response }: Order): Promise<void> {
  const body = await readOrder(request, response, FAULT_MEMBERS);
  objectOf(body, 'effect');
  try {
    sendJson(response, 201, viewFault(control.faults.add(body as unknown as Fault)));
  } catch (error) {
    throw error instanceof FaultError ? invalid(error.message) : error;
  }
}

export function clearFaults({ control, response }: Order): void {
  control.faults.clear();
  sendJson(response, 200, {});
}

export function removeFault({ control, request, response }: Order): void {
  if (!control.faults.remove(request.params['fault_id'] ?? '')) throw new ControlRefusal(404, 'fault-unknown', 'This world has no fault with this ID.');
  sendJson(response, 200, {});
}

function viewFault({ id, fault, struck }: ArmedFault): object {
  const { code, status, effect = { kind: 'refuse', code, status }, ...match } = fault;
  return { id, call: 1, times: 1, probability: 1, seed: 1, ...match, effect, struck };
}

export function readJournal({ control, request, response }: Order): void {
  const limit = countOf(queryOf(request), 'limit');
  const entries = control.journal.read(filterOf(queryOf(request)));
  sendJson(response, 200, { entries: limit === undefined ? entries : limit === 0 ? [] : entries.slice(-limit), dropped: control.journal.dropped });
}

export function clearJournal({ control, response }: Order): void {
  control.journal.clear();
  sendJson(response, 200, {});
}

/** Entries that are there already, and each new one as it comes, until the client goes. */
export function streamJournal({ control, request, response }: Order): void {
  const filter = filterOf(queryOf(request));
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.flushHeaders();
  let last = filter.since ?? 0;
  const send = () => {
    for (const entry of control.journal.read({ ...filter, since: last })) {
      last = entry.sequence;
      response.write(`id: ${entry.sequence}\ndata: ${JSON.stringify(entry)}\n\n`);
    }
  };
  const end = control.journal.listen(send);
  response.once('close', end);
  send();
}

export function exportHar({ control, request, response }: Order): void {
  sendJson(response, 200, toHar(control.journal.read(), originOf(request)));
}

function filterOf(query: URLSearchParams): EntryFilter {
  const [operation, jobId, rule] = [query.get('operation'), query.get('job_id'), query.get('rule')];
  const [status, since] = [countOf(query, 'status'), countOf(query, 'since')];
  return {
    ...(operation === null ? {} : { operation }),
    ...(jobId === null ? {} : { jobId }),
    ...(rule === null ? {} : { rule }),
    ...(status === undefined ? {} : { status }),
    ...(since === undefined ? {} : { since }),
  };
}

export async function waitFor({ control, request, response }: Order): Promise<void> {
  const body = await readOrder(request, response, ['condition', 'timeout_ms']);
  const timeoutMs = optional(body, 'timeout_ms', 'number') ?? 5000;
  if (!(timeoutMs >= 0 && timeoutMs <= 60_000)) throw invalid(`timeout_ms is ${timeoutMs}; it is a number from 0 to 60000`);
  const outcome = await control.waitFor(conditionOf(objectOf(body, 'condition')), timeoutMs);
  if (outcome.met) sendJson(response, 200, outcome);
  else sendJson(response, 408, { ...outcome, message: `It did not come to hold within ${timeoutMs} ms; ${outcome.seen} were seen.` });
}

function conditionOf(condition: Record<string, unknown>): WaitCondition {
  const kind = oneOf(condition, 'kind', ['job_printed', 'job_status', 'exchanges'] as const);
  if (kind === 'job_status') return { kind, job_id: required(condition, 'job_id', 'string'), status: required(condition, 'status', 'string') };
  if (kind === 'exchanges') {
    const status = optional(condition, 'status', 'number');
    return { kind, operation: required(condition, 'operation', 'string'), count: required(condition, 'count', 'number'), ...(status === undefined ? {} : { status }) };
  }
  const [job_id, count] = [optional(condition, 'job_id', 'string'), optional(condition, 'count', 'number')];
  return { kind, ...(job_id === undefined ? {} : { job_id }), ...(count === undefined ? {} : { count }) };
}
