import { beginCall, type Session } from '../auth/call-api.js';
import type { OptionTable } from '../http/check.js';
import { setClock } from '../http/clock.js';
import { limitsOf, type CallOptions } from '../http/limits.js';
import { createPlainClient } from '../plain-client.js';
import type { ApiClient, ApiPaths } from './api-client.js';
import type { PrintDocument } from '../upload/document.js';
import { authorizationRequest, authorize, type AuthorizationRequest } from './authorization.js';
import { checkedJob, createJob, type ExecutableJob, type PrintJob } from './create-job.js';
import { createDestinations, type Destinations } from './destinations.js';
import { createApplicationTokens, createDeviceTokens, type DeviceTokens } from './grants.js';
import {
  checkedJobRequest,
  createTable,
  settingPlaces,
  type CreateJobOptions,
  type PrintMode,
  type PrintSettings,
} from './job-request.js';
import { createJobs, type Jobs } from './jobs.js';
import { createNotifications, type Notifications } from './notifications.js';
import { configurationOfV2, type ConfigurationV2, type EpsonConnectV2Options } from './options.js';
import {
  checkedFile,
  execute,
  print,
  upload,
  uploadTable,
  type PrintOptions,
  type UploadOptions,
} from './print.js';
import {
  capabilityOf,
  defaultSettingsOf,
  deviceInformation,
  forgetCapabilities,
  type Capability,
  type Device,
} from './printer.js';
import { createSchedules, type Schedules } from './schedules.js';

/**
 * Client of one printer in version 2 of Epson Connect. The owner of the printer connects it once, in a browser
 * (`authorizationUrl`, `authorize`); from then on the token store keeps the connection. The constructor only checks the options.
 *
 * @throws {ConfigurationError} from the constructor, when an option is missing or unusable.
 *
 * @example
 * const epson = new EpsonConnectV2({ clientId, clientSecret, apiKey, redirectUri, tokenStore });
 * const job = await epson.print({ data: bytes, name: 'invoice-17.pdf' });
 */
export class EpsonConnectV2 {
  /** The version of the API. */
  readonly version = 2;
  /** Your name for the printer. */
  readonly connection: string;
  /**
   * The plain openapi-fetch client for everything else: every operation of the description, typed, with base URL, bearer
   * token, API key, renewal and repeats inside. Refusals come back as `error`; test `response.ok`, because an empty refusal has
   * no `error`. Thrown are only {@link ConnectionError}, {@link TimeoutError}, {@link ResponseFormatError} and what getting a
   * token throws.
   *
   * @example
   * const { data, error, response } = await epson.api.GET('/api/2/printing/devices/info');
   */
  readonly api: ApiClient;
  /** Jobs: their status, the wait for them, their cancellation, copies. */
  readonly jobs: Jobs;
  /** Print jobs for a later time. */
  readonly schedules: Schedules;
  /** Destinations of scans. */
  readonly destinations: Destinations;
  /** Notifications about the status of jobs: one setting for all printers of the app. */
  readonly notifications: Notifications;
  readonly #session: Session & { readonly tokens: DeviceTokens };
  readonly #configuration: ConfigurationV2;

  constructor(options: EpsonConnectV2Options = {}) {
    const configuration = configurationOfV2(options);
    const { credentials, transport, tokenStore, allowInsecureHosts, apiKey } = configuration;
    const tokens = createDeviceTokens(transport, credentials, tokenStore);
    const headers = { 'x-api-key': apiKey };
    this.#configuration = configuration;
    this.#session = { allowInsecureHosts, transport, tokens, headers, baseUrl: credentials.baseUrl };
    this.connection = credentials.connection;
    setClock(this, transport.clock);
    // Middleware that is added to it does not change the steps.
    this.api = createPlainClient<ApiPaths>(this.#session);
    this.jobs = createJobs(this.#session);
    this.schedules = createSchedules(this.#session);
    this.destinations = createDestinations(this.#session);
    const application = createApplicationTokens(transport, credentials);
    this.notifications = createNotifications({ ...this.#session, tokens: application });
  }

  /**
   * Makes the URL of the page on which a person signs in, chooses a printer and consents, with `state` and PKCE. No request. Keep
   * `state` and `codeVerifier` with the person's session until they come back. Evidence: specification, client.
   * @throws {ConfigurationError} `redirectUri` is missing.
   * @example
   * const { url, state, codeVerifier } = await epson.authorizationUrl();
   */
  async authorizationUrl(): Promise<AuthorizationRequest> {
    return authorizationRequest(this.#configuration);
  }

  /**
   * Connects the printer that the person has chosen: checks `state`, exchanges the code for tokens and stores them. The code
   * works once, and a second exchange may end the connection: forget `state` and `codeVerifier` before the call. `callbackUrl` is
   * the address that the browser came back to; a server may pass its path and query only. Evidence: specification, client.
   *
   * @throws {AuthenticationError} `state_mismatch`, `no_code`; `access_denied` and `not_registered` (that account has no
   *   printer) from the page; `invalid_grant`, `invalid_client` from the exchange.
   *
   * @example
   * await epson.authorize(request.url, { state, codeVerifier });
   */
  async authorize(
    callbackUrl: string | URL,
    given: Pick<AuthorizationRequest, 'state' | 'codeVerifier'> & CallOptions,
  ): Promise<void> {
    const { state, codeVerifier, url: _, ...options } = Object(given) as AuthorizationRequest & CallOptions;
    const kept = { state, codeVerifier };
    try {
      await authorize(this.#session.tokens, this.#limits(options), this.#configuration, callbackUrl, kept);
    } finally {
      // It may be another printer from now on.
      forgetCapabilities(this.#session);
    }
  }

  /**
   * Forgets the tokens of the connection in the store. Epson documents no call that ends them: they end after 30 days.
   * @example await epson.disconnect();
   */
  async disconnect(): Promise<void> {
    await this.#session.tokens.forget();
    forgetCapabilities(this.#session);
  }

  /**
   * Resolves when no tokens are being renewed any more: at once, or after a refresh, which takes half a minute at most. Calls renew
   * tokens in the background, and a serverless function that is frozen meanwhile loses the connection: let it wait, then answer.
   * @example await epson.idle();
   */
  idle(): Promise<void> {
    return this.#session.tokens.idle();
  }

  /**
   * Prints a document: creates a job, uploads the file and executes the job, once. Resolves when the host has accepted the job;
   * whether paper came out is another question: `jobs.waitFor`.
   *
   * @throws {DocumentError} {@link SettingError} before any request.
   * @throws {ReauthorizationRequiredError} nobody has connected the printer, or the connection has ended.
   * @throws {RequestError} {@link UploadError} … whatever the host refuses; `step` and `job_id` say where.
   * @throws {OutcomeUnknownError} when the answer to the last step proves nothing. Do not print again before looking.
   *
   * @example
   * const job = await epson.print(file, { printMode: 'photo', signal: AbortSignal.timeout(60_000) });
   */
  print(document: PrintDocument, options: PrintOptions = {}): Promise<PrintJob> {
    return print(this.#session, document, options);
  }

  /**
   * Creates a job that waits for its file (step 2). Evidence: specification, client.
   * @throws {SettingError} before any request.
   * @throws {RequestError} `invalid_print_settings`: the printer has no such setting.
   * @example
   * const job = await epson.createJob({ jobName: 'invoice-17' });
   */
  async createJob(options: CreateJobOptions): Promise<PrintJob> {
    const limits = this.#limits(options, createTable, settingPlaces);
    return createJob(this.#session, limits, checkedJobRequest(options));
  }

  /**
   * Uploads the file to the job's `uploadUri`, without access token and API key (step 3). Evidence: specification, client.
   * @throws {DocumentError} before any request.
   * @throws {UploadError} the key, the size or the type is refused, or the job has a file already.
   * @example
   * await epson.upload(job, { data: bytes, name: 'invoice-17.pdf' });
   */
  async upload(
    job: Pick<PrintJob, 'jobId' | 'uploadUri'>,
    document: PrintDocument,
    options: UploadOptions = {},
  ): Promise<void> {
    const { onProgress, ...more } = Object(options) as UploadOptions;
    const limits = this.#limits(options, uploadTable);
    const checked = await checkedFile(this.#session, document, more);
    await upload(this.#session, limits, checkedJob(job), checked, onProgress);
  }

  /**
   * Executes the job, which prints it (step 4). Repeats only where the host surely has done nothing: a 401, a 429, no
   * connection. Only a first refusal with a word of Epson's (400, 403 `job_limit_exceeded`, 404 `device_not_found`) proves that
   * nothing is printed. After any other answer, or none, it looks at the job for up to half a minute; a job that the host knows
   * to be executed is a success. Evidence: specification.
   *
   * @throws {RequestError} `invalid_print_data`: no file, or one that does not print. {@link ForbiddenError},
   *   {@link NotFoundError} refused; nothing is printed.
   * @throws {StateError} `operation_not_allowed`, and the host does not know the job to be executed. `information` is what the
   *   host knows.
   * @throws {OutcomeUnknownError} nothing is proven, and the host does not know the job to be executed. Do not execute it
   *   again before `jobs.resume(error.job)` says so.
   *
   * @example
   * await epson.execute(job);
   */
  async execute(job: ExecutableJob, options: CallOptions = {}): Promise<void> {
    await execute(this.#session, this.#limits(options), job);
  }

  /**
   * Returns the printer's name, its serial number, and whether it is connected now. Evidence: specification, client.
   * @throws {NotFoundError} `device_not_found`.
   * @example
   * const { productName, connected } = await epson.device();
   */
  async device(options?: CallOptions): Promise<Device> {
    return deviceInformation(this.#session, beginCall(this.#session, 'device', options));
  }

  /**
   * Returns the capability of the printer in a print mode. Requested once for each mode, then cached until `authorize`, or until the host
   * refuses settings; make a new client where another process may have connected another printer. Evidence: specification, client.
   * @throws {NotFoundError} `device_not_found`.
   * @example
   * const { paperSizes } = await epson.capability('document');
   */
  async capability(printMode: PrintMode, options?: CallOptions): Promise<Capability> {
    return capabilityOf(this.#session, beginCall(this.#session, 'capability', options), printMode);
  }

  /**
   * Returns the print settings that the host uses for a job without any, all ten members. Evidence: specification, client.
   * @throws {NotFoundError} `device_not_found`.
   * @example
   * const printSettings = { ...(await epson.defaultSettings()), copies: 2 };
   */
  async defaultSettings(options?: CallOptions): Promise<PrintSettings> {
    return defaultSettingsOf(this.#session, beginCall(this.#session, 'defaultSettings', options));
  }

  #limits(options: CallOptions, table?: OptionTable<CallOptions>, elsewhere?: readonly string[]) {
    return limitsOf(this.#session.transport, options, table, elsewhere);
  }
}
