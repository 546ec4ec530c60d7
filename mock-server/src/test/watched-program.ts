import { onTestFinished } from 'vitest';
import { resolveCapabilities } from '../epson/v1/capability.js';
import { startMockHost, type RunningMockHost } from '../host/host.js';
import { commandLine } from '../cli/run/report/command-line.js';
import type { MockHostOptions } from '../config/options.js';
import { RunSummary } from '../cli/run/report/run-summary.js';
import type { ReportInput } from '../cli/run/report/report.js';

const capabilities = resolveCapabilities('office');

/** A request, as it goes out. */
export interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Program {
  readonly host: RunningMockHost;
  readonly input: ReportInput;
  /** All that it sent, as it was sent. */
  readonly sent: Sent[];
  /** @param path below /api/1/printing, or a whole address */
  call(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<string>;
  post(path: string, body?: string, headers?: Record<string, string>): Promise<string>;
}

/** A host, and a program that calls it; what it calls goes to a summary. */
export async function program(options: MockHostOptions = {}): Promise<Program> {
  const summary = new RunSummary(capabilities);
  const host = await startMockHost({
    worlds: true,
    pace: 'instant',
    ...options,
    onExchange: (exchange) => summary.note(exchange),
  });
  onTestFinished(() => host.close());
  const input: ReportInput = {
    summary,
    command: commandLine(['print\u001b[2J', 'it'], {}),
    ending: 'ended with exit code 0',
    allowed: new Set(),
    keepsDocuments: false,
  };
  const sent: Sent[] = [];
  const call: Program['call'] = async (method, path, body, headers = {}) => {
    const url = path.startsWith('http') ? path : `${host.url}/api/1/printing${path}`;
    const { pathname, search } = new URL(url);
    sent.push({ method, target: pathname + search, headers, body: body ?? '' });
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    return answer.text();
  };
  return {
    host,
    input,
    sent,
    call,
    post: (path, body = '', headers = {}) => call('POST', path, body, headers),
  };
}

export async function authenticate({ host, post }: Program) {
  const { clientId, clientSecret, printerEmail: username } = host.credentials;
  const form = new URLSearchParams({ grant_type: 'password', username, password: '' });
  const answer = await post('/oauth2/auth/token?subject=printer', String(form), {
    Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
    'Content-Type': 'application/x-www-form-urlencoded',
  });
  const { access_token, subject_id } = JSON.parse(answer) as { access_token: string; subject_id: string };
  return { jobs: `/printers/${subject_id}/jobs`, bearer: { Authorization: `Bearer ${access_token}` } };
}

export const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A caller with a job that waits for its file. */
export async function createJob(own: Program) {
  const caller = await authenticate(own);
  const asked = JSON.stringify({ job_name: 'a', print_mode: 'document' });
  const answer = await own.post(caller.jobs, asked, { ...caller.bearer, ...JSON_TYPE });
  const { id, upload_uri } = JSON.parse(answer) as { id: string; upload_uri: string };
  return { ...caller, id, upload_uri, path: `${caller.jobs}/${id}` };
}
