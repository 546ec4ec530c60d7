import type { Capabilities } from '../../../epson/domain/capability.js';
import type { OperationId } from '../../../rules/rule.js';
import { RULES, type WarningId } from '../../../rules/rules.js';
import type { Exchange } from '../../../http/exchange.js';
import { curlFor, EXECUTE_LINE, extensionIn, likelyOperation } from './curl.js';
import { addFindings, findingsOf, type Finding } from './finding.js';
import { Grants } from './grants.js';
import { enterOther, likelyJob, newJob, type JobRecord, type Step, type StepName } from './job-record.js';
import { LooseCalls, type LooseCall } from './loose-calls.js';

const STEP_OF: Partial<Record<OperationId, StepName>> = {
  authenticate: 'authenticate',
  createPrintJob: 'print setting',
  uploadPrintFile: 'upload',
  executePrint: 'execute',
};

const OTHERS: Partial<Record<OperationId, string>> = {
  getPrintJob: 'job information',
  cancelPrint: 'cancel',
};

const LIKELY = 'Most likely the file was meant for this job, which was created last and has none.';

const REPEATED: WarningId = 'authentication-repeated';

/** Assigns each exchange to a step of its job, or to the calls that belong to no job. */
export class RunSummary {
  readonly #capabilities: Capabilities;
  readonly #jobs = new Map<string, JobRecord>();
  readonly #loose = new LooseCalls();
  readonly #grants = new Grants();
  /** The last successful authentication of each client, which its next job uses. */
  readonly #authentications = new Map<string, { step: Step; isReported: boolean }>();
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
    const unreported = [...this.#authentications.values()]
      .filter(({ step, isReported }) => !isReported && (step.findings.length > 0 || this.#jobs.size === 0))
      .map(({ step }) => ({
        method: 'POST',
        target: '/api/1/printing/oauth2/auth/token',
        status: step.status,
        findings: step.findings,
        count: 1,
      }));
    return [...this.#loose.all, ...unreported];
  }

  /** The clients that created jobs. */
  get clients(): ReadonlySet<string> {
    return this.#clients;
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
    const name = stepOf(exchange);
    const known = this.#jobs.get(exchange.jobId ?? /\/jobs\/([^/?]+)/.exec(exchange.target)?.[1] ?? '');
    const likely = known === undefined && name === 'upload' ? likelyJob(this.jobs) : undefined;
    const job = known ?? likely;
    const findings = this.#findingsOf(exchange, job?.extension, likely === undefined ? '' : ` ${LIKELY}`);
    const isDone = exchange.refusal === undefined && typeof exchange.outcome?.status === 'number';
    if (exchange.operation === 'cancelAuthentication' && isDone) this.#grants.cancelled(exchange);
    if (name === 'authenticate' && isDone) return this.#authenticated(exchange, findings);
    if (
      name === 'print setting' &&
      (isDone || (exchange.clientId !== undefined && this.#authentications.has(exchange.clientId)))
    )
      return this.#created(exchange, findings, isDone);
    if (job === undefined) return this.#loose.enter(exchange, findings);
    if (name === undefined) {
      if (exchange.operation === 'cancelPrint' && isDone) job.isCancelled = true;
      return enterOther(job, { name: otherNameOf(exchange), isDone, findings, ...statusOf(exchange) });
    }
    this.#called(job, name, exchange, findings, isDone);
  }

  /** Notes that the command has ended, and so makes no further call. */
  end(): void {
    for (const { id, steps, isCancelled } of this.#jobs.values()) {
      // A job whose execute was refused, or whose answer was lost, is reported already.
      if (id === undefined || isCancelled || !steps.upload.isDone || steps.execute.status !== undefined)
        continue;
      const hint =
        'The file was uploaded, and nothing is printed before the job is executed. Call execute when the upload has answered 200, or cancel the job.';
      addFindings(steps.execute.findings, [
        { rule: 'execute-missing', hint, isMistake: true, curl: EXECUTE_LINE, count: 1 },
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

  #authenticated(exchange: Exchange, all: Finding[]): void {
    // Reported once, because it is true of every further authentication.
    const findings = all.filter(({ rule }) => rule !== REPEATED || !this.#isRepetitionReported);
    this.#isRepetitionReported ||= all.some(({ rule }) => rule === REPEATED);
    const step: Step = { isDone: true, findings, ...statusOf(exchange) };
    if (/grant_type=password/.test(exchange.requestBody?.text ?? '')) this.#grants.granted(exchange);
    const id = exchange.clientId ?? '';
    const former = this.#authentications.get(id);
    if (former !== undefined && !former.isReported) addFindings(step.findings, former.step.findings);
    this.#authentications.set(id, { step, isReported: false });
  }

  #created(exchange: Exchange, findings: Finding[], isDone: boolean): void {
    const same = isDone ? undefined : findings.map(({ rule, hint }) => `${rule} ${hint}`).join('\n');
    const key = exchange.jobId ?? `${exchange.clientId ?? ''} ${same ?? ''}`;
    if (isDone && exchange.clientId !== undefined) this.#clients.add(exchange.clientId);
    const known = this.#jobs.get(key);
    if (known !== undefined) return this.#called(known, 'print setting', exchange, findings, isDone);
    const name = nameIn(exchange.requestBody?.text);
    const job = newJob(exchange.jobId, name, this.#authenticationOf(exchange));
    this.#jobs.set(key, job);
    this.#called(job, 'print setting', exchange, findings, isDone);
  }

  /** Returns the authentication that a job uses; its findings are reported with the first job only. */
  #authenticationOf({ clientId }: Exchange): Step {
    const last = this.#authentications.get(clientId ?? '');
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
    const extension = name === 'upload' ? extensionIn(exchange.target) : undefined;
    if (extension !== undefined) job.extension = extension;
    if (name === 'upload' && isDone) {
      const file = /[?&]File=([^&]*)/.exec(exchange.target)?.[1] ?? '';
      job.document = { name: file, sizeBytes: exchange.requestBody?.sizeBytes ?? 0 };
    }
  }
}

/** Returns the step that a call belongs to, or most likely was to be. */
function stepOf(exchange: Exchange): StepName | undefined {
  const likely = likelyOperation(exchange);
  const name = likely && STEP_OF[likely];
  // A call that is not one of the API does not start a job, because its purpose is unknown.
  const isBeginning = name === 'authenticate' || name === 'print setting';
  return exchange.operation === undefined && isBeginning ? undefined : name;
}

function otherNameOf(exchange: Exchange): string {
  const likely = likelyOperation(exchange);
  const name = likely && OTHERS[likely];
  return name ?? `${exchange.method} ${exchange.target}`;
}

function statusOf({ outcome }: Exchange): { status?: number | 'connection lost' } {
  return outcome === undefined ? {} : { status: outcome.status };
}

/** Returns the intended name of a job. */
function nameIn(text: string | undefined): string | undefined {
  const found = /"job_name"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text ?? '')?.[1];
  try {
    return found === undefined ? undefined : String(JSON.parse(found));
  } catch {
    return undefined;
  }
}
