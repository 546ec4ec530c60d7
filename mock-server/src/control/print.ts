import type { Host } from '../epson/domain/worlds.js';
import type { Job } from '../epson/domain/job.js';
import type { World } from '../epson/domain/world.js';
import { Refusal } from '../rules/refusal.js';
import { exchangeOf } from '../http/exchange.js';
import { answerTo } from '../rules/answers.js';
import { readJobRequest } from '../epson/v1/jobs.js';
import { readJsonObject, type JsonObject, warnOfUnknownMembers, warnerOf } from '../epson/requests/body.js';
import { uploadNameOf } from '../epson/v1/requests/upload.js';
import { emptyUpload, odditiesOf } from '../epson/requests/upload-body.js';
import { warningsOfResult } from '../epson/v1/upload.js';
import { V1 } from '../epson/v1/words.js';
import { DocumentTooLargeError, type StoredDocument } from '../documents/documents.js';
import { wrappedUploadOf, type WrappedUpload } from '../documents/inspection.js';
import { askForBody, endAfterBody } from '../http/body.js';
import { receiveForm, refuseUnreadableFields, type ReceivedForm } from '../http/form.js';
import { sendJson } from '../http/send.js';
import { sendControlError } from './refusal.js';
import type { Command } from './inputs.js';
import { viewJob } from './view.js';

/** The parts of the form beside the file. */
const PARTS = ['job_name', 'print_mode', 'print_setting', 'printer'];

/** Name of one of the four steps. */
type Step = 'authenticate' | 'create' | 'upload' | 'execute';

/**
 * Answers `POST /_mock/api/print`: runs all four steps, from a multipart form with a `file` and, optionally,
 * `job_name`, `print_mode`, `print_setting` (JSON) and `printer` (an address). The rules are the API's.
 */
export async function printForm({ context: { host }, clientId, request, response }: Command): Promise<void> {
  const exchange = exchangeOf(request);
  const largest = Math.max(...Object.values(host.limitBytes));
  askForBody(request, response);
  let stored: StoredDocument | undefined;
  let packing: WrappedUpload | undefined;
  let step: Step = 'upload';
  try {
    const form = await receiveForm(
      request,
      response,
      async (source) =>
        (stored = await host.documents.receive(source, largest, (head) => (packing = wrappedUploadOf(head)))),
    );
    refuseUnreadableFields(form);
    step = 'authenticate';
    const world = host.worlds.ofClient(clientId);
    const { printers, jobs } = world;
    const printer = printers.byEmail(form.fields['printer'] ?? printers.all()[0]?.email ?? '');
    step = 'create';
    const warn = warnerOf(host, request);
    warnOfUnknownMembers(form.fields, PARTS, 'the form', warn);
    const file = fileOf(form);
    const asked = readJobRequest(jobBody(form, file.ownName), printer.capabilities, host.assumptions, warn);
    const job = jobs.create(printer, asked, V1);
    exchange.jobId = job.id;
    step = 'upload';
    exchange.warnings.push(...odditiesOf(job, file.stored, packing));
    await attach(host, world, job, file);
    stored = undefined;
    step = 'execute';
    await jobs.execute(job);
    await world.moves.settled();
    exchange.warnings.push(...warningsOfResult(job));
    sendJson(response, 201, { job: viewJob(job), warnings: exchange.warnings });
  } catch (error) {
    if (stored !== undefined) await host.documents.discard(stored);
    const refusal = error instanceof DocumentTooLargeError ? tooLarge(largest) : error;
    if (!(refusal instanceof Refusal)) throw error;
    exchange.refusal = { rule: refusal.rule, hint: refusal.hint };
    const { status, code } = answerTo(refusal, host.assumptions);
    endAfterBody(request, response);
    sendControlError(response, status, refusal.rule, refusal.hint, { step, epson_code: code });
  }
}

function fileOf(form: ReceivedForm<StoredDocument>): NonNullable<ReceivedForm<StoredDocument>['file']> {
  if (form.file !== undefined) return form.file;
  throw new Refusal(
    'file-missing',
    'The form holds no file. Send it as the part "file" of multipart/form-data (with curl: -F file=@FILE).',
  );
}

function jobBody(form: ReceivedForm<StoredDocument>, ownName: string): JsonObject {
  const {
    job_name = [...ownName].slice(0, 256).join(''),
    print_mode = 'document',
    print_setting,
  } = form.fields;
  if (print_setting === undefined) return { job_name, print_mode };
  return { job_name, print_mode, print_setting: readSetting(print_setting) };
}

function readSetting(text: string): JsonObject {
  try {
    return readJsonObject(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.rule, error.hint.replace('The body', 'The part print_setting'));
  }
}

async function attach(
  host: Host,
  world: World,
  job: Job,
  file: NonNullable<ReceivedForm<StoredDocument>['file']>,
): Promise<void> {
  const name = uploadNameOf(file.ownName);
  const limitBytes = host.limitBytes[job.request.mode];
  if (file.stored.sizeBytes > limitBytes) throw tooLarge(limitBytes);
  if (file.stored.sizeBytes === 0 && host.assumptions['empty-upload'] === 'refuse') throw emptyUpload();
  await world.jobs.attach(job, {
    ...file.stored,
    name,
    contentType: file.contentType,
    uploadedAtMs: world.clock.now(),
  });
}

function tooLarge(limitBytes: number): Refusal {
  return new Refusal(
    'upload-too-large',
    `The file is larger than ${limitBytes} bytes, the most that is taken in its print mode.`,
  );
}
