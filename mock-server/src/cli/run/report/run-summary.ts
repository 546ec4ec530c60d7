import type { Capabilities } from '../../../epson/domain/capability.js';
import type { ApiVersion } from '../../../rules/rule.js';
import { RULES, type WarningId } from '../../../rules/rules.js';
import type { Exchange } from '../../../http/exchange.js';
import { curlFor } from '../../../corrections/curl.js';
import { extensionIn } from '../../../corrections/curl-line.js';
import { addFindings, findingsOf, type Finding } from './finding.js';
import { Grants } from './grants.js';
import { enterOther, likelyJob, newJob, type JobRecord, type Step } from './job-record.js';
import { LooseCalls, type LooseCall } from './loose-calls.js';
import { executeLine, isCopy, isSchedule, otherNameOf, stepOf, wayOf, type StepName } from './steps.js';

const LIKELY = 'Most likely the file was meant for this job, which was created last and has none.';

const REPEATED: WarningId = 'authentication-repeated';

/** A call before a job, which the next job of its client uses. */
interface Earlier {
  readonly target: string;
  readonly method: string;
  readonly step: Step;
  isReported: boolean;
}

/** Assigns each exchange to a step of its job, or to the calls that belong to no job. */
export class RunSummary {
  readonly #capabilities: Capabilities;
  readonly #jobs = new Map<string, JobRecord>();
  readonly #loose = new LooseCalls();
  readonly #grants = new Grants();
  /** The last successful authentication of each client and version, and the last consent. */
  readonly #earlier = new Map<string, Earlier>();
  readonly #versions = new Set<ApiVersion>();
  readonly #clients = new Set<string>();
  #calls = 0;
  #tunnels = 0;
  #isRepetitionReported = false;

  /** @param capabilities of the printers, to which corrected print settings are held */
  constructor(capabilities: Capabilities) {
    this.#capabilities = capabilities;
  }

  get jobs(): JobRecord[] {
    return [...this.#jobs.values()];
  }

  /** Also authentications that no job uses; those without findings only if there is no job at all. */
  get loose(): LooseCall[] {
    const unreported = [...this.#earlier.values()]
      .filter(({ step, isReported }) => !isReported && (step.findings.length > 0 || this.#jobs.size === 0))
      .map(({ step: { status, findings }, method, target }) => ({
        method,
        target,
        status,
        findings,
        count: 1,
      }));
    return [...this.#loose.all, ...unreported];
  }

  /** The clients that created jobs. */
  get clients(): ReadonlySet<string> {
    return this.#clients;
  }

  /** The versions of the API that were called. */
  get versions(): ReadonlySet<ApiVersion> {
    return this.#versions;
  }

  /** Calls of the API that arrived; those of the mock's own pages do not count. */
  get calls(): number {
    return this.#calls;
  }

  /** Connections to Epson's names through the proxy, whether or not a call came through them. */
  get tunnels(): number {
    return this.#tunnels;
  }

  get grants(): Pick<Grants, 'count' | 'needless'> {
    return this.#grants;
  }

  note(exchange: Exchange): void {
    if (/^\/_mock(?:[/?]|$)/.test(exchange.target)) return;
    const { isOfOtherHosts } = RULES[exchange.refusal?.rule ?? ''] ?? {};
    if (isOfOtherHosts) return this.#loose.enter(exchange, findingsOf(exchange, undefined));
    if (exchange.method === 'CONNECT') return void (this.#tunnels += 1);
    this.#calls += 1;
    this.#versions.add(exchange.apiVersion ?? 1);
    const name = stepOf(exchange);
    const inPath = /\/(?:jobs|schedules)\/([^/?]+)/.exec(exchange.target)?.[1];
    const known = this.#jobs.get(exchange.jobId ?? inPath ?? '');
    const likely = known === undefined && name === 'upload' ? likelyJob(this.jobs, exchange) : undefined;
    const job = known ?? likely;
    const findings = this.#findingsOf(exchange, job?.extension, likely === undefined ? '' : ` ${LIKELY}`);
    const isDone = exchange.refusal === undefined && typeof exchange.outcome?.status === 'number';
    if (exchange.operation === 'cancelAuthentication' && isDone) this.#grants.cancelled(exchange);
    if (isDone && (name === 'consent' || (name === 'token' && !isOfApp(exchange))))
      return this.#prepared(name, exchange, findings);
    if (name === 'create' && (isDone || this.#earlier.has(keyOf('token', exchange))))
      return this.#created(exchange, findings, isDone);
    if (job === undefined || name === 'consent' || name === 'token')
      return this.#loose.enter(exchange, findings);
    if (name === undefined) {
      const isEnd = exchange.operation === 'cancelPrint' || exchange.operation === 'deleteSchedule';
      if (isEnd && isDone) job.isCancelled = true;
      return enterOther(job, { name: otherNameOf(exchange), isDone, findings, ...statusOf(exchange) });
    }
    this.#called(job, name, exchange, findings, isDone);
  }

  /** Notes that the command has ended, and so makes no further call. */
  end(): void {
    for (const { id, way, steps, isCancelled } of this.#jobs.values()) {
      // A job whose execute was refused, or whose answer was lost, is reported already.
      if (id === undefined || isCancelled || !steps.upload.isDone || steps.execute.status !== undefined)
        continue;
      const [whole, missing, end] = isSchedule(way)
        ? ['schedule is reserved', 'Reserve it', 'delete it']
        : ['job is executed', 'Call execute', 'cancel the job'];
      const [what, when] = isCopy(way)
        ? ['The job was copied with its file', '']
        : ['The file was uploaded', ' when the upload has answered 200'];
      const hint = `${what}, and nothing is printed before the ${whole}. ${missing}${when}, or ${end}.`;
      addFindings(steps.execute.findings, [
        { rule: 'execute-missing', hint, isMistake: true, curl: executeLine(way), count: 1 },
      ]);
    }
  }

  /** Notes that an executed job did not print, because the command that prints for the printer failed. */
  failed(jobId: string): void {
    const job = this.#jobs.get(jobId);
    if (job !== undefined) job.isPrintFailed = true;
  }

  /** Enters the path of the document of a printed job. */
  printed(jobId: string, path: string): void {
    const job = this.#jobs.get(jobId);
    if (job !== undefined) job.printed = path;
  }

  /** @param more to be said of a refusal */
  #findingsOf(exchange: Exchange, extension: string | undefined, more: string): Finding[] {
    const { refusal, warnings } = exchange;
    if (refusal === undefined && warnings.length === 0) return [];
    const found = findingsOf(exchange, curlFor(exchange, this.#capabilities, extension));
    return found.map((each) =>
      each.rule === refusal?.rule ? { ...each, hint: `${each.hint}${more}` } : each,
    );
  }

  /** Enters a consent, or a token of a printer. */
  #prepared(name: 'consent' | 'token', exchange: Exchange, all: Finding[]): void {
    // Reported once, because it is true of every further authentication.
    const findings = all.filter(({ rule }) => rule !== REPEATED || !this.#isRepetitionReported);
    this.#isRepetitionReported ||= all.some(({ rule }) => rule === REPEATED);
    const step: Step = { isDone: true, findings, ...statusOf(exchange) };
    if (/grant_type=password/.test(exchange.requestBody?.text ?? '')) this.#grants.granted(exchange);
    const key = keyOf(name, exchange);
    const former = this.#earlier.get(key);
    if (former !== undefined && !former.isReported) addFindings(step.findings, former.step.findings);
    const { method, target } = exchange;
    this.#earlier.set(key, { method, target: target.replace(/\?.*/, ''), step, isReported: false });
  }

  #created(exchange: Exchange, findings: Finding[], isDone: boolean): void {
    const same = isDone ? undefined : findings.map(({ rule, hint }) => `${rule} ${hint}`).join('\n');
    const key = exchange.jobId ?? `${exchange.clientId ?? ''} ${same ?? ''}`;
    if (isDone && exchange.clientId !== undefined) this.#clients.add(exchange.clientId);
    const known = this.#jobs.get(key);
    if (known !== undefined) return this.#called(known, 'create', exchange, findings, isDone);
    const asked = { id: exchange.jobId, name: nameIn(exchange.requestBody?.text), way: wayOf(exchange) };
    const [consent, token] = [this.#earlierOf('consent', exchange), this.#earlierOf('token', exchange)];
    const job = newJob(asked, { consent, token });
    this.#jobs.set(key, job);
    this.#called(job, 'create', exchange, findings, isDone);
  }

  /** Returns the consent or the token that a job uses; its findings are reported with the first job only. */
  #earlierOf(name: 'consent' | 'token', exchange: Exchange): Step {
    const last = this.#earlier.get(keyOf(name, exchange));
    if (last === undefined) return { isDone: false, findings: [] };
    const findings = last.isReported ? [] : last.step.findings;
    last.isReported = true;
    return { ...last.step, findings };
  }

  #called(job: JobRecord, name: StepName, exchange: Exchange, findings: Finding[], isDone: boolean): void {
    const step = job.steps[name];
    // A refused call after a successful one undoes nothing: execute twice prints once.
    if (isDone || !step.isDone) Object.assign(step, statusOf(exchange));
    step.isDone ||= isDone;
    addFindings(step.findings, findings);
    const extension = name === 'upload' ? extensionIn(exchange) : undefined;
    if (extension !== undefined) job.extension = extension;
    if (name === 'upload' && isDone) {
      const file = /[?&]File=([^&]*)/.exec(exchange.target)?.[1] ?? '';
      job.document = { name: file, sizeBytes: exchange.requestBody?.sizeBytes ?? 0 };
    }
  }
}

/** A client ID that both versions know is of two programs, or of one with two tokens. */
const keyOf = (name: 'consent' | 'token', { apiVersion, clientId }: Exchange) =>
  `${name} ${apiVersion} ${clientId}`;

/** Returns true for a token of the app itself, which no job uses. */
const isOfApp = ({ requestBody }: Exchange) => /grant_type=client_credentials/.test(requestBody?.text ?? '');

function statusOf({ outcome }: Exchange): { status?: number | 'connection lost' } {
  return outcome === undefined ? {} : { status: outcome.status };
}

/** Returns the intended name of a job. */
function nameIn(text: string | undefined): string | undefined {
  const found = /"(?:job_name|jobName)"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text ?? '')?.[1];
  try {
    return found === undefined ? undefined : String(JSON.parse(found));
  } catch {
    return undefined;
  }
}
