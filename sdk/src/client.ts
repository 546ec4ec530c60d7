import { beginCall, type Session } from './auth/call-api.js';
import { createTokenSource } from './auth/token-source.js';
import { createDestinations, type Destinations } from './destinations.js';
import { callback, type OptionTable } from './http/check.js';
import { setClock } from './http/clock.js';
import { callTable, limitsOf, type CallOptions } from './http/limits.js';
import { createJobs, type Jobs } from './jobs.js';
import { createNotifications, type Notifications } from './notifications.js';
import { configurationOf, type EpsonConnectOptions } from './options.js';
import { createPlainClient, type ApiClient, type ApiPaths } from './plain-client.js';
import {
  checkedJob,
  createJob,
  type ExecutableJob,
  type PrintJob,
  checkedJobRequest,
  jobTable,
  settingPlaces,
  type JobRequest,
  type PrintMode,
} from './print/create-job.js';
import { executeJob } from './print/execute-job.js';
import { print, type PrintOptions } from './print.js';
import {
  cancelAuthentication,
  capabilityOf,
  deviceInformation,
  type Capability,
  type Device,
} from './printer.js';
import {
  checkedDocument,
  documentTable,
  type DocumentOptions,
  type PrintDocument,
} from './upload/document.js';
import { uploadDocument, type OnProgress, type UploadableJob } from './upload/upload.js';

/** Result of {@link EpsonConnect.authenticate}. The tokens themselves stay inside. */
export interface Authentication {
  /** The printer's ID in the paths of the API. On the wire, in the token answer, it is `subject_id`. */
  readonly device_id: string;
}

/** Options of {@link EpsonConnect.createJob}: the job, and the limits of the call. */
export interface CreateJobOptions extends JobRequest, CallOptions {}

/** Options of {@link EpsonConnect.upload}. */
export interface UploadOptions extends CallOptions, DocumentOptions {
  /** Called during the upload. */
  onProgress?: OnProgress | undefined;
}

const createTable: OptionTable<CreateJobOptions> = { ...callTable, ...jobTable };
const uploadTable: OptionTable<UploadOptions> = { ...callTable, ...documentTable, onProgress: callback };

/**
 * Client of one printer in Epson Connect. The constructor only checks the options; the first call authenticates. All calls
 * share the token, which is renewed before it expires.
 *
 * @throws {ConfigurationError} from the constructor, when an option is missing or unusable.
 *
 * @example
 * const epson = new EpsonConnect({ clientId, clientSecret, printerEmail });
 * const job = await epson.print({ data: bytes, name: 'invoice-17.pdf' });
 */
export class EpsonConnect {
  /**
   * The plain openapi-fetch client for everything else: every operation of the description, typed, with base URL,
   * bearer token, its renewal and repeats inside. Refusals come back as `error`; test `response.ok`, because an empty refusal
   * has no `error`. Thrown are only {@link ConnectionError}, {@link TimeoutError}, {@link ResponseFormatError} and what
   * getting a token throws.
   *
   * @example
   * const { data, error, response } = await epson.api.POST('/api/1/printing/printers/{device_id}/jobs', {
   *   params: { path: { device_id } },
   *   body: { job_name: 'invoice-17', print_mode: 'document' },
   * });
   */
  readonly api: ApiClient;
  /** Executed jobs: their status, the wait for them, their cancellation. */
  readonly jobs: Jobs;
  /** Notifications about the status of jobs. */
  readonly notifications: Notifications;
  /** Destinations of scans. */
  readonly destinations: Destinations;
  readonly #session: Session;

  constructor(options: EpsonConnectOptions = {}) {
    const { credentials, tokenStore, ...configuration } = configurationOf(options);
    const tokens = createTokenSource(configuration.transport, credentials, tokenStore);
    this.#session = { ...configuration, tokens, baseUrl: credentials.baseUrl };
    setClock(this, configuration.transport.clock);
    // Middleware that is added to it does not change the steps.
    this.api = createPlainClient<ApiPaths>(this.#session);
    this.jobs = createJobs(this.#session);
    this.notifications = createNotifications(this.#session);
    this.destinations = createDestinations(this.#session);
  }

  /**
   * Prints a document: authenticates, creates a job, uploads the file and executes the job, once. Resolves when the
   * host has accepted the job; whether paper came out is another question.
   *
   * @throws {DocumentError} {@link SettingError} before any request.
   * @throws {AuthenticationError} {@link UploadError} … whatever the host refuses; `step` and `job_id` say where.
   * @throws {OutcomeUnknownError} when the answer to the last step proves nothing. Do not print again before looking.
   *
   * @example
   * const job = await epson.print(file, { print_mode: 'photo', signal: AbortSignal.timeout(60_000) });
   */
  print(document: PrintDocument, options: PrintOptions = {}): Promise<PrintJob> {
    return print(this.#session, document, options);
  }

  /**
   * Authenticates (step 1): requests an access token if there is no usable one.
   *
   * @throws {AuthenticationError} with Epson's `error` word as `code`. Evidence: guide, specification.
   *
   * @example
   * const { device_id } = await epson.authenticate();
   */
  async authenticate(options: CallOptions = {}): Promise<Authentication> {
    const { subject_id } = await this.#session.tokens.usable(this.#limits(options));
    return { device_id: subject_id ?? '' };
  }

  /**
   * Creates a job that waits for its file (step 2). Evidence: guide, specification.
   *
   * @throws {SettingError} before any request.
   * @throws {RequestError} `invalid_resource`: the printer has no such setting.
   *
   * @example
   * const job = await epson.createJob({ job_name: 'invoice-17' });
   */
  async createJob(options: CreateJobOptions): Promise<PrintJob> {
    return createJob(
      this.#session,
      this.#limits(options, createTable, settingPlaces),
      checkedJobRequest(options),
    );
  }

  /**
   * Uploads the file to the job's `upload_uri`, without the access token (step 3). Evidence: guide, specification.
   *
   * @throws {DocumentError} before any request.
   * @throws {UploadError} the key, the size or the type is refused.
   *
   * @example
   * await epson.upload(job, { data: bytes, name: 'invoice-17.pdf' });
   */
  async upload(job: UploadableJob, document: PrintDocument, options: UploadOptions = {}): Promise<void> {
    const { onProgress, ...more } = Object(options) as UploadOptions;
    const limits = this.#limits(options, uploadTable);
    const checked = await checkedDocument(document, more);
    await uploadDocument(this.#session, limits, checkedJob(job), checked, onProgress);
  }

  /**
   * Executes the job, which prints it (step 4). Repeats only where the host surely has done nothing: a 401, a call limit, no
   * connection, its own `service_unavailable`. Only a first refusal with a word of Epson's (400, 403, 404
   * `printer_not_found`, 415) proves that nothing is printed. After any other answer, or none, it looks at the job for up to
   * half a minute; a job that the host knows to be executed is a success. Evidence: guide, specification.
   *
   * @throws {ForbiddenError} {@link RequestError}, {@link NotFoundError} refused; nothing is printed.
   * @throws {StateError} `command_not_allowed`, and the host knows that the job waits: no file yet. `information` is what
   *   the host knows.
   * @throws {OutcomeUnknownError} nothing is proven, and the host does not know the job to be executed. Do not execute it
   *   again before `jobs.resume(error.job)` says so.
   *
   * @example
   * await epson.execute(job);
   */
  async execute(job: ExecutableJob, options: CallOptions = {}): Promise<void> {
    await executeJob(this.#session, this.#limits(options), job);
  }

  /**
   * Returns the printer's name, its serial number, and whether it is connected now. Evidence: specification, client.
   *
   * @throws {NotFoundError} `printer_not_found`.
   *
   * @example
   * const { printer_name, ec_connected } = await epson.device();
   */
  async device(options?: CallOptions): Promise<Device> {
    return deviceInformation(this.#session, beginCall(this.#session, 'device', options));
  }

  /**
   * Returns the capability of the printer in a print mode. Requested once for each device ID and mode, then cached: it does
   * not change. `fitSettings` from `epson-connect-sdk/settings` checks a print setting against it. Evidence: specification,
   * client.
   *
   * @throws {NotFoundError} `printer_not_found`.
   *
   * @example
   * const { media_sizes } = await epson.capability('document');
   */
  async capability(print_mode: PrintMode, options?: CallOptions): Promise<Capability> {
    return capabilityOf(this.#session, beginCall(this.#session, 'capability', options), print_mode);
  }

  /**
   * Cancels the printer's registration: its device ID and all its tokens, those of other programs too, end, and the token
   * store is emptied. Nothing else calls this, and no program needs it to end. The next call authenticates again and may get
   * another device ID. Evidence: specification.
   *
   * @throws {NotFoundError} `printer_not_found`.
   *
   * @example
   * await epson.cancelAuthentication();
   */
  async cancelAuthentication(options?: CallOptions): Promise<void> {
    return cancelAuthentication(this.#session, beginCall(this.#session, 'cancelAuthentication', options));
  }

  #limits(options: CallOptions, table?: OptionTable<CallOptions>, elsewhere?: readonly string[]) {
    return limitsOf(this.#session.transport, options, table, elsewhere);
  }
}
