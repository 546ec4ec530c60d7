import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Request } from 'express';
import { operatedByValues, printModeValues } from '../../generated/epson-connect.js';
import {
  type CreatedJob,
  type PrintJobInformation,
  apiDate,
  V1,
  reasonWord,
  statusWord,
  settingsOf,
} from './words.js';
import type { Host } from '../domain/worlds.js';
import type { Job, JobRequest } from '../domain/job.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { exchangeOf } from '../../http/exchange.js';
import {
  checkJsonType,
  readJsonObject,
  isObject,
  jsonKind,
  type JsonObject,
  readOneOf,
  readText,
  warnOfUnknownMembers,
  readBody,
  readIgnored,
  readJson,
  warnerOf,
} from './requests/body.js';
import { sendJson } from '../../http/send.js';
import { verifyCaller, type CallResponse } from './caller.js';
import { warningsOfResult, uploadPath } from './upload.js';
import type { Assumptions } from '../../rules/assumptions.js';
import type { Capabilities } from '../domain/capability.js';
import { checkFit, readPrintSetting } from './requests/print-setting.js';
import { isEpsonName, type Addresses, EPSON_HOSTS, isLoopbackName } from '../domain/addresses.js';
import { excerpt } from '../../text/mask.js';
import { arrivalOf, writeAuthority, type Arrival } from '../../http/target.js';

type OfDevice = Request<{ device_id: string }>;
type OfJob = Request<{ device_id: string; job_id: string }>;

/** Step 2: creates a job and hands out the URI for its file. */
export function createPrintJob(host: Host) {
  return async (request: OfDevice, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyCaller(request, response);
    const body = await readJson(request, response, warnerOf(host, request));
    const asked = readJobRequest(body, printer.capabilities, host.assumptions, warnerOf(host, request));
    const job = world.jobs.create(printer, asked, V1);
    exchangeOf(request).jobId = job.id;
    const origin = uploadOrigin(host.addresses, request, warnerOf(host, request));
    const answer: CreatedJob = { id: job.id, upload_uri: origin + uploadPath(job.uploadKey) };
    sendJson(response, 201, answer);
  };
}

/** Step 4: executes a job. The body does not matter; clients send none, `{}`, `null` or an empty form. */
export function executePrint(host: Host) {
  return async (request: OfJob, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyCaller(request, response);
    const body = (await readIgnored(request, response)).trim();
    if (!['', '{}', 'null'].includes(body)) {
      warnerOf(
        host,
        request,
      )({
        rule: 'body-ignored',
        hint: 'Execute takes no body; what was sent is ignored. Settings belong into print setting, before the upload.',
      });
    }
    const job = world.jobs.verify(printer, response.locals.job);
    await world.jobs.execute(job);
    exchangeOf(request).warnings.push(...warningsOfResult(job));
    sendJson(response, 200, {});
  };
}

/** Tells how far a job is. A body, which some clients send, is ignored. */
export function getPrintJob(host: Host) {
  return (request: OfJob, response: CallResponse): void => {
    const { world, printer } = verifyCaller(request, response);
    const job = world.jobs.verify(printer, response.locals.job);
    if (job.executedAtMs === undefined && host.assumptions['job-info-before-execute'] === 'job_not_found') {
      throw new Refusal(
        'job-not-executed',
        'Job information can be asked for after execute only; this job was created and not executed.',
      );
    }
    sendJson(response, 200, informationOf(job));
  };
}

/** Cancels a job that is not on paper yet. */
export function cancelPrint(host: Host) {
  return async (request: OfJob, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyCaller(request, response);
    const text = await readBody(request, response, warnerOf(host, request));
    // Without a body there is nothing whose type could be wrong: `operated_by` is optional.
    if (text !== '') checkJsonType(request.headers['content-type']);
    const body = text === '' ? {} : readJsonObject(text);
    warnOfUnknownMembers(body, ['operated_by'], 'the body', warnerOf(host, request));
    const operatedBy =
      body['operated_by'] === undefined
        ? 'user'
        : readOneOf(body, 'operated_by', 'operated-by-invalid', operatedByValues);
    const job = world.jobs.verify(printer, response.locals.job);
    world.jobs.cancel(job, operatedBy);
    sendJson(response, 200, {});
  };
}

function informationOf(job: Job): PrintJobInformation {
  return {
    status: statusWord(job.state),
    status_reason: reasonWord(job),
    start_date: apiDate(job.executedAtMs ?? job.createdAtMs),
    job_name: job.request.name,
    total_pages: job.totalPages,
    update_date: apiDate(job.updatedAtMs),
  };
}

const MEMBERS = ['job_name', 'print_mode', 'print_setting'];
const MAX_NAME_LENGTH = 256;

/**
 * Reads the body of print setting, and holds it to what the printer can do.
 *
 * @throws Refusal with the member, what it holds and what it may hold
 */
export function readJobRequest(
  body: JsonObject,
  capabilities: Capabilities,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): JobRequest {
  warnOfUnknownMembers(body, MEMBERS, 'the body', warn);
  const name = readText(body, 'job_name', 'job-name-invalid', 1, MAX_NAME_LENGTH);
  const mode = readOneOf(body, 'print_mode', 'print-mode-invalid', printModeValues);
  const setting = body['print_setting'];
  if (setting === undefined) return { name, mode };
  if (!isObject(setting)) {
    throw new Refusal(
      'print-setting-not-an-object',
      `print_setting is ${jsonKind(setting)}. Send an object, or leave it out for the defaults of Epson Connect.`,
    );
  }
  const print_setting = readPrintSetting(setting, assumptions, warn);
  checkFit(print_setting, capabilities[mode], mode);
  return { name, mode, settings: settingsOf(print_setting) };
}

/**
 * The origin of the upload URI that a caller is given: the public URL, or where the caller's own request came in, with
 * the second port if there is one. Epson's host takes files under its other name.
 *
 * @param warn called when the caller surely, or most likely, cannot reach it
 */
export function uploadOrigin(
  addresses: Addresses,
  request: IncomingMessage,
  warn: (warning: Warning) => void,
): string {
  const arrival = arrivalOf(request);
  const origin = addresses.publicUrl ?? `${arrival.scheme}://${authorityFor(arrival, addresses.uploadPort)}`;
  const why =
    addresses.publicUrl === undefined
      ? doubtOfArrival(arrival, addresses, request)
      : doubtOfPublicUrl(addresses.publicUrl, request);
  if (why !== undefined)
    warn({ rule: 'upload-uri-unreachable', hint: `upload_uri begins with ${origin}. ${why}` });
  return origin;
}

function authorityFor({ name, port }: Arrival, uploadPort: number | undefined): string {
  if (uploadPort === undefined) return writeAuthority({ name, port });
  if (isEpsonName(name)) return writeAuthority({ name: EPSON_HOSTS.www, port });
  return writeAuthority({ name, port: uploadPort });
}

function doubtOfPublicUrl(publicUrl: string, { socket }: IncomingMessage): string | undefined {
  const { hostname } = new URL(publicUrl);
  if (isAnyAddress(hostname)) return isNoAddress(hostname);
  if (!isLoopbackName(hostname) || isLoopbackName(socket.remoteAddress ?? '')) return undefined;
  return `That is the caller's own machine, and the caller is ${socket.remoteAddress}: set the public URL (--public-url) to an address that it can reach.`;
}

function doubtOfArrival(
  arrival: Arrival,
  addresses: Addresses,
  request: IncomingMessage,
): string | undefined {
  const { name, from, scheme } = arrival;
  const { socket, headers } = request;
  if (isAnyAddress(name)) return isNoAddress(name);
  if (from === 'socket' && headers.host !== undefined)
    return `The Host header is ${JSON.stringify(excerpt(headers.host, 100))}, which is no name with a port, so the address of the connection stands in for it.`;
  const { ports, plainPort } = addresses;
  // Through the proxy any name is reached, and what forwards ports to here does it from another machine.
  const isProxied = from === 'target' || (scheme === 'https' && socket.localPort === plainPort);
  const port = arrival.port ?? (scheme === 'https' ? 443 : 80);
  // A client that asked for Epson's name in the handshake was redirected by that name, and will be again.
  const isLed = isEpsonName(String((socket as Partial<TLSSocket>).servername ?? ''));
  if (
    isProxied ||
    (isLed && isEpsonName(name)) ||
    ports.length === 0 ||
    ports.includes(port) ||
    !isLoopbackName(socket.remoteAddress ?? '')
  )
    return undefined;
  const epson = isEpsonName(name) ? " and would reach Epson's own host" : '';
  return `The Host header says so, and the mock listens on ${ports.join(', ')}, not on ${port}: unless something forwards that port, the upload will not come here${epson}. Send the Host header of the address that you call, use the mock as a proxy, or set --public-url.`;
}

function isAnyAddress(name: string): boolean {
  return /^(?:0\.0\.0\.0|\[::\]|\*)$/.test(name);
}

const isNoAddress = (name: string) =>
  `${name} stands for every address of a machine and is none to send to: call the mock by 127.0.0.1, localhost or the name of its machine.`;
