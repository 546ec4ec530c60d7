import type { Host } from '../epson/domain/worlds.js';
import type { Dialect, Job, JobDocument, JobRequest } from '../epson/domain/job.js';
import type { Printer } from '../epson/domain/printers.js';
import type { World } from '../epson/domain/world.js';
import { Refusal, type Warning } from '../rules/refusal.js';
import { exchangeOf } from '../http/exchange.js';
import { answerTo, type ApiVersion } from '../rules/answers.js';
import { readJobRequest } from '../epson/v1/jobs.js';
import { readJobRequest as readJobRequestV2 } from '../epson/v2/requests/job.js';
import { readFileName } from '../epson/v2/requests/file-name.js';
import { V2 } from '../epson/v2/words.js';
import type { Assumptions } from '../rules/assumptions.js';
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
import { check } from '../text/check.js';
import { API_VERSION, type Command } from './inputs.js';
import { sendControlError } from './refusal.js';
import { viewJob } from './view.js';
import { printerOf } from './world-commands.js';

/** The parts of the form beside the file. */
const PARTS = ['api_version', 'job_name', 'print_mode', 'print_setting', 'printer'];

type Form = ReceivedForm<StoredDocument>;
type FormFile = NonNullable<Form['file']>;

/** Name of one of the four steps. */
type Step = 'authenticate' | 'create' | 'upload' | 'execute';

/**
 * Answers `POST /_mock/api/print`: runs all four steps, from a multipart form with a `file` and, optionally,
 * `api_version`, `job_name`, `print_mode`, `print_setting` (JSON) and `printer` (an address). The rules are those of the
 * version.
 */
export async function printForm(command: Command): Promise<void> {
  const { control, clientId, request, response } = command;
  const { host } = command.context;
  const exchange = exchangeOf(request);
  const largest = Math.max(...Object.values(host.limitBytes));
  askForBody(request, response);
  let stored: StoredDocument | undefined;
  let packing: WrappedUpload | undefined;
  let step: Step = 'upload';
  let apiVersion: ApiVersion = 1;
  try {
    const form = await receiveForm(
      request,
      response,
      async (source) =>
        (stored = await host.documents.receive(source, largest, (head) => (packing = wrappedUploadOf(head)))),
    );
    refuseUnreadableFields(form);
    apiVersion = check(API_VERSION, form.fields['api_version'] ?? '1', 'api_version');
    step = 'authenticate';
    const world = host.worlds.ofClient(clientId);
    const { printers, jobs } = world;
    const way = WAYS[apiVersion];
    const email = form.fields['printer'] ?? printers.all()[0]?.email ?? '';
    if (apiVersion === 2) printerOf(control, email);
    const printer = printers.byEmail(email);
    step = 'create';
    const warn = warnerOf(host, request);
    warnOfUnknownMembers(form.fields, PARTS, 'the form', warn);
    const file = fileOf(form);
    const asked = way.requestOf(formOf(form, file), printer, host.assumptions, warn);
    const job = jobs.create(printer, asked, way.dialect);
    exchange.jobId = job.id;
    step = 'upload';
    exchange.warnings.push(...odditiesOf(job, file.stored, packing));
    await attach(host, world, job, {
      ...file,
      names: way.namesOf(file.ownName, warn),
      limit: way.limitOf(job),
    });
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
    const { status, code } = answerTo(refusal, host.assumptions, apiVersion);
    endAfterBody(request, response);
    sendControlError(response, status, refusal.rule, refusal.hint, { step, epson_code: code });
  }
}

function fileOf(form: Form): FormFile {
  if (form.file !== undefined) return form.file;
  throw new Refusal(
    'file-missing',
    'The form holds no file. Send it as the part "file" of multipart/form-data (with curl: -F file=@FILE).',
  );
}

/** The request that a form makes. */
interface Asked {
  readonly name: string;
  readonly mode: string;
  readonly setting: JsonObject | undefined;
}

function formOf({ fields }: Form, { ownName }: FormFile): Asked {
  const { job_name = [...ownName].slice(0, 256).join(''), print_mode = 'document', print_setting } = fields;
  return {
    name: job_name,
    mode: print_mode,
    setting: print_setting === undefined ? undefined : readSetting(print_setting),
  };
}

type Warn = (warning: Warning) => void;

/** A version of the API, as far as it reads a form in its own way. */
interface Way {
  readonly dialect: Dialect;
  /** The largest file of a print mode, as the member of the limits. */
  limitOf(job: Job): keyof Host['limitBytes'];
  requestOf(asked: Asked, printer: Printer, assumptions: Assumptions, warn: Warn): JobRequest;
  /** Returns the name of a file as it would be uploaded. */
  namesOf(ownName: string, warn: Warn): Pick<JobDocument, 'name' | 'sentName'>;
}

const WAYS: Readonly<Record<ApiVersion, Way>> = {
  1: {
    dialect: V1,
    limitOf: ({ request }) => request.mode,
    requestOf: ({ name, mode, setting }, { capabilities }, assumptions, warn) => {
      const body = { job_name: name, print_mode: mode, ...(setting && { print_setting: setting }) };
      return readJobRequest(body, capabilities, assumptions, warn);
    },
    namesOf: (ownName) => ({ name: uploadNameOf(ownName) }),
  },
  2: {
    dialect: V2,
    limitOf: () => 'v2',
    requestOf: ({ name, mode, setting }, printer, assumptions, warn) => {
      const body = { jobName: name, printMode: mode, ...(setting && { printSettings: setting }) };
      return readJobRequestV2(body, printer, assumptions, warn);
    },
    namesOf: (ownName, warn) => {
      const [, extension = 'none'] = /\.([^.]*)$/.exec(ownName) ?? [];
      return readFileName(new URLSearchParams({ File: `1.${extension}` }), warn);
    },
  },
};

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
  file: FormFile & { readonly names: ReturnType<Way['namesOf']>; readonly limit: keyof Host['limitBytes'] },
): Promise<void> {
  const limitBytes = host.limitBytes[file.limit];
  if (file.stored.sizeBytes > limitBytes) throw tooLarge(limitBytes);
  if (file.stored.sizeBytes === 0 && host.assumptions['empty-upload'] === 'refuse') throw emptyUpload();
  await world.jobs.attach(job, {
    ...file.stored,
    ...file.names,
    contentType: file.contentType,
    uploadedAtMs: world.clock.now(),
  });
}

function tooLarge(limitBytes: number): Refusal {
  return new Refusal(
    'upload-too-large',
    `The file is larger than ${limitBytes} bytes, the most that is taken.`,
  );
}
