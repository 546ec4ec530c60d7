import { curlFor, isMendable } from '../corrections/curl.js';
import { extensionIn } from '../corrections/curl-line.js';
import { meaningOf, variablesIn } from '../corrections/variables.js';
import type { Job } from '../epson/domain/job.js';
import type { Printer } from '../epson/domain/printers.js';
import type { components } from '../generated/mock-control.js';
import { sendJson } from '../http/send.js';
import { originOf } from '../http/target.js';
import type { Entry } from '../journal/journal.js';
import type { Command } from './inputs.js';
import { ControlRefusal } from './refusal.js';

type Correction = components['schemas']['Correction'];

/** Answers with the corrected call of an exchange. It is made when somebody asks, because most are never looked at. */
export function getCorrection(command: Command): void {
  const sequence = command.request.params['sequence'];
  const entry = command.context.journals
    .of(command.clientId)
    .read()
    .find((each) => String(each.sequence) === sequence);
  if (entry === undefined)
    throw new ControlRefusal(
      404,
      'entry-unknown',
      'The journal of this world has no entry with this number.',
    );
  sendJson(command.response, 200, correctionOf(entry, command));
}

function correctionOf(entry: Entry, { context, clientId, request }: Command): Correction {
  const rules = [...(entry.refusal === undefined ? [] : [entry.refusal]), ...entry.warnings];
  if (!rules.some(({ rule }) => isMendable(rule))) return { curl: null, variables: [] };
  const { jobs, printers } = context.host.worlds.ofClient(clientId);
  const job = entry.jobId === undefined ? undefined : jobs.find(entry.jobId);
  const named = /\/(?:printers|scanners)\/([0-9a-f]{32})\b/.exec(entry.target)?.[1];
  const printer = job?.printer ?? printers.byDeviceId(named ?? '') ?? printers.all()[0];
  if (printer === undefined) return { curl: null, variables: [] };
  const extension = extensionIn(entry) ?? job?.document?.name.replace(/^1\./, '');
  const curl = curlFor(entry, printer.capabilities, extension) ?? null;
  const known: Readonly<Record<string, string | undefined>> = {
    EPSON_CONNECT_API_BASE_URL: originOf(request),
    EPSON_CONNECT_API_CLIENT_ID: clientId,
    ...knownOf(printer, job),
  };
  const variables = variablesIn(curl ?? '').map((name) => ({
    name,
    meaning: meaningOf(name, entry.apiVersion ?? 1),
    value: known[name] ?? null,
  }));
  return { curl, variables };
}

/** Returns the variables that are no secret, and known. */
function knownOf({ email, deviceId }: Printer, job: Job | undefined) {
  return {
    EPSON_CONNECT_API_PRINTER_EMAIL: email,
    DEVICE: deviceId,
    JOB_ID: job?.id,
    SCHEDULE_ID: job?.schedule && job.id,
  };
}
