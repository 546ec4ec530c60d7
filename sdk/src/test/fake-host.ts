import type { EpsonConnectOptions, Fetch } from '../index.js';

/** A request as it was sent. */
export interface Seen {
  readonly step: StepName;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: BodyInit | null | undefined;
  readonly text: string;
  readonly signal: AbortSignal;
  readonly redirect: RequestRedirect | undefined;
}

export type StepName = 'authenticate' | 'create' | 'upload' | 'execute' | 'other';
type Answering = (request: Seen) => Response | Promise<Response>;

export const clientId = '0123456789abcdef0123456789abcdef';
export const clientSecret = clientId + clientId;
export const printerEmail = 'mock.printer@print.epsonconnect.com';
export const baseUrl = 'https://api.test';
export const deviceId = 'd'.repeat(31) + '1';
export const jobId = 'a1'.repeat(16);
export const uploadKey = '9f'.repeat(40);
export const uploadUri = `https://storage.test/${'c0'.repeat(16)}/v1/storage/PostData?Key=${uploadKey}`;

/** The n-th token as the fake host makes it: 64 letters and digits. */
export const token = (kind: 'access' | 'refresh', n: number): string => `${kind}${n}T`.padEnd(64, 'xY7');

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** A host in a function: answers the four steps, remembers what it was asked, and says on demand what it is told to. */
export interface FakeHost {
  readonly fetch: Fetch;
  readonly seen: Seen[];
  readonly options: EpsonConnectOptions;
  /** The steps in the order in which they came. */
  steps(): StepName[];
  requests(step: StepName): Seen[];
  /** The next request of this step is answered so; several in a row queue up. */
  next(step: StepName, answering: Answering): FakeHost;
  /** From now on every request of this step is answered so. */
  always(step: StepName, answering: Answering): FakeHost;
}

function stepOf(url: string): StepName {
  const { pathname } = new URL(url);
  if (pathname.endsWith('/auth/token')) return 'authenticate';
  if (/\/(PostData|data)$/.test(pathname)) return 'upload';
  if (pathname.endsWith('/print')) return 'execute';
  return pathname.endsWith('/jobs') ? 'create' : 'other';
}

export function fakeHost(): FakeHost {
  const seen: Seen[] = [];
  const queues = new Map<StepName, Answering[]>();
  const rules = new Map<StepName, Answering>();
  let issued = 0;

  const usual: Record<StepName, Answering> = {
    authenticate({ text }) {
      issued += 1;
      const refresh = text.includes('grant_type=password') ? { refresh_token: token('refresh', issued) } : {};
      const access_token = token('access', issued);
      return json(200, {
        token_type: 'Bearer',
        access_token,
        expires_in: 3600,
        subject_type: '',
        subject_id: deviceId,
        ...refresh,
      });
    },
    create: () => json(201, { id: jobId, upload_uri: uploadUri }),
    upload: () => new Response(null, { status: 200 }),
    execute: () => json(200, {}),
    other: () => json(404, { code: 'not_found' }),
  };

  const host: FakeHost = {
    seen,
    // A test asks for repeats and pace where it needs them.
    options: { clientId, clientSecret, printerEmail, baseUrl, retries: 0, callsPerMinute: Infinity },
    async fetch(url, init) {
      const { method = 'GET', headers, body, signal, redirect } = init;
      const text = body == null ? '' : await new Response(body).text();
      const step = stepOf(url);
      const request = {
        step,
        method,
        url,
        headers: new Headers(headers),
        body,
        text,
        signal: signal as AbortSignal,
        redirect,
      };
      seen.push(request);
      return (queues.get(step)?.shift() ?? rules.get(step) ?? usual[step])(request);
    },
    steps: () => seen.map(({ step }) => step),
    requests: (step) => seen.filter((request) => request.step === step),
    next(step, answering) {
      queues.set(step, [...(queues.get(step) ?? []), answering]);
      return host;
    },
    always(step, answering) {
      rules.set(step, answering);
      return host;
    },
  };
  Object.assign(host.options, { fetch: host.fetch });
  return host;
}

/** An answer that never comes; it ends as fetch ends, when its signal is aborted. */
export const hanging: Answering = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** Returns the reason of a rejected promise; throws when it was not rejected. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`expected a rejection, got ${JSON.stringify(outcome.value)}`);
  return outcome.error;
}
