import { byteSource, type ByteStream } from './byte-source.js';
import { redact } from './redact.js';
import type { Answer, Transport } from './transport.js';

/** No answer of the API comes near this, which is counted after decompression. */
export const LONGEST_ANSWER_BYTES = 2 ** 20;

/**
 * Returns the body of an answer as text. Undefined when it is longer than `LONGEST_ANSWER_BYTES`: the rest is not read, and
 * the connection is closed.
 */
export async function answerText(response: Response, isNodeFetch: boolean): Promise<string | undefined> {
  // Node ends an answer where its length says, so that a short one needs no counting (3 % of the processor time of a print).
  const length = response.headers.get('content-length') ?? '';
  const isPlain = !response.headers.get('content-encoding');
  if (isNodeFetch && isPlain && length && Number(length) <= LONGEST_ANSWER_BYTES) return response.text();
  const body = response.body as ByteStream | null | undefined;
  const canStream = !!body && ('getReader' in body || Symbol.asyncIterator in body);
  if (!canStream) {
    // There is no body; or the fetch is one that has read all of it by now.
    const text = await response.text();
    return text.length > LONGEST_ANSWER_BYTES ? undefined : text;
  }
  const source = byteSource(body);
  const decoder = new TextDecoder();
  let text = '';
  let readBytes = 0;
  for (let piece; (piece = await source.next());) {
    readBytes += piece.byteLength;
    if (readBytes > LONGEST_ANSWER_BYTES) {
      source.close();
      return undefined;
    }
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

/** Returns the body as a JSON value; undefined when it is empty, `notJson` when it is something else. */
export function jsonOf({ text }: Answer): unknown {
  try {
    return text.trim() ? JSON.parse(text) : undefined;
  } catch {
    return notJson;
  }
}

export const notJson = Symbol();

/**
 * Returns Epson's word for a refusal: the token path says `error`, every other path has the member of its version. A gateway
 * that says it under another name is not Epson.
 */
export function wordOf(answer: Answer): string | undefined {
  const told = Object(jsonOf(answer)) as Record<string, unknown>;
  const own = told[answer.api.wordMember];
  const word = answer.call.about.step === 'authenticate' ? (told['error'] ?? own) : own;
  // A word, not prose: anything else is not Epson's, and might repeat what it was sent.
  return typeof word === 'string' && /^\w{1,64}$/.test(word) ? redact(word) : undefined;
}

/** The header in which the mock host explains a refusal; percent-encoded, because headers are ASCII. */
const HINT_HEADER = 'x-epson-mock-hint';

/**
 * Returns the explanation of the mock. Paths and IDs in it stay, because people need them; everything else that has the shape
 * of a secret is removed, because any host can send this header.
 */
export function hintOf({ headers }: Answer): string | undefined {
  let hint = headers.get(HINT_HEADER);
  if (!hint) return undefined;
  try {
    hint = decodeURIComponent(hint);
  } catch {
    // It is shown as it is.
  }
  return hint.replace(/[^\s"'`?&=;,:<>()[\]{}]+=*/g, (word) => (isPath(word) ? word : redact(word)));
}

/** Returns whether each part of a text is a plain word or an ID of Epson's: tokens and secrets are longer. */
const isPath = (text: string): boolean =>
  text.split('/').every((part) => /^(?:[a-z_.-]{0,31}|[\w.-]{1,15}|[\da-f]{32})$/.test(part));

/** Jobs whose hint is kept for each client; only a mock host sends any. */
const MOST_JOBS = 100;

const hints = new WeakMap<Transport, Map<string, string>>();

/** Keeps the hint of a success about a job, so that a later failure of the job can show it. */
export function keepHint(transport: Transport, job_id: string, hint: string): void {
  const kept = hints.get(transport) ?? new Map<string, string>();
  hints.set(transport, kept);
  kept.delete(job_id);
  kept.set(job_id, hint);
  for (const oldest of kept.keys()) if (kept.size > MOST_JOBS) kept.delete(oldest);
}

/** Returns the last hint about the job that came with a success. */
export const hintAbout = (transport: Transport, job_id: string): string | undefined =>
  hints.get(transport)?.get(job_id);

// Names that hosts, gateways and clouds use. Epson documents none.
const REQUEST_ID_HEADERS = ['x-request-id', 'x-amzn-requestid', 'x-amz-request-id'];

/** Returns the host's ID of the request. Longer values might be something else. */
export function requestIdOf({ headers }: Pick<Answer, 'headers'>): string | undefined {
  const ids = REQUEST_ID_HEADERS.map((name) => headers.get(name) ?? '');
  return ids.find((id) => /^[\w.:=-]{1,48}$/.test(id));
}
