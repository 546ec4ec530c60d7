import type { OutgoingHttpHeaders, ServerResponse, IncomingMessage } from 'node:http';
import { exchangeOf, type Reason } from './exchange.js';
import type { ErrorFamily, RefusalAnswer } from '../rules/answers.js';
import { maskText } from '../text/mask.js';
import { pageHeaders, refusalPage } from './page.js';

/** Decides when an answer goes out. */
type Gate = (status: number, send: () => void) => void;

const gates = new WeakMap<ServerResponse, Gate>();

/** Lets an answer pass a gate before it goes out. */
export function holdAnswer(response: ServerResponse, gate: Gate): void {
  gates.set(response, gate);
}

function release(response: ServerResponse, status: number, send: () => void): void {
  const gate = gates.get(response);
  // A gate is passed once: what it lets out instead is not held again.
  gates.delete(response);
  if (gate === undefined) send();
  else gate(status, send);
}

/** Answers with a JSON body. The token operation names no charset, all others do. Evidence: specification. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  family: ErrorFamily = 'api',
  headers: OutgoingHttpHeaders = {},
): void {
  const text = JSON.stringify(body);
  release(response, status, () => {
    response.writeHead(status, {
      'Content-Type': family === 'token' ? 'application/json' : 'application/json; charset=UTF-8',
      'Content-Length': Buffer.byteLength(text),
      ...warningHeader(response),
      ...headers,
    });
    // As text and not as bytes: then head and body leave in one write.
    response.end(text);
  });
}

/** Answers with a status alone, as the upload does. */
export function sendStatus(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders = {},
): void {
  release(response, status, () => {
    response.writeHead(status, { 'Content-Length': 0, ...warningHeader(response), ...headers });
    response.end();
  });
}

/** Answers with a page for a person. */
export function sendPage(
  response: ServerResponse,
  status: number,
  page: string,
  headers: OutgoingHttpHeaders,
): void {
  release(response, status, () => {
    response.writeHead(status, {
      'Content-Length': Buffer.byteLength(page),
      ...warningHeader(response),
      ...headers,
    });
    response.end(page);
  });
}

/** Shows on an answer what was accepted with a warning. */
function warningHeader({ req }: ServerResponse): OutgoingHttpHeaders | undefined {
  const exchange = exchangeOf(req);
  const { warnings, refusal } = exchange;
  if (warnings.length === 0 || refusal !== undefined) return undefined;
  exchange.hideWarnings();
  return { 'x-epson-mock-hint': hintHeader(warnings.map(({ rule, hint }) => `${rule}: ${hint}`).join(' ')) };
}

/** Answers a refusal in the form that belongs to its family. The explanation goes into a header only. */
export function sendRefusal(
  response: ServerResponse,
  answer: RefusalAnswer,
  family: ErrorFamily,
  explanation: string,
  headers: OutgoingHttpHeaders = {},
): void {
  const exchange = exchangeOf(response.req);
  const hidden = exchange.hide(explanation);
  const all: OutgoingHttpHeaders = { 'x-epson-mock-hint': hintHeader(hidden), ...headers };
  if (family === 'token' && answer.status === 401) all['WWW-Authenticate'] = 'Basic realm="Token Generation"';
  if (family === 'authorize' && answer.status !== 405)
    return sendPage(response, answer.status, refusalPage(answer.code, hidden), { ...pageHeaders(), ...all });
  if (family === 'upload' || family === 'authorize') return sendStatus(response, answer.status, all);
  const isError = family === 'token' || exchange.apiVersion === 2;
  const member = answer.member ?? (isError ? 'error' : 'code');
  sendJson(response, answer.status, { [member]: answer.code }, family, all);
}

const MAX_LENGTH = 1000;
const PLAIN = /^[ -$&-~]*$/;

/**
 * Makes a text fit for the header `x-epson-mock-hint`: one line of at most 1,000 ASCII characters, with
 * everything else (and the percent sign) percent-encoded. `decodeURIComponent` gives the text back.
 */
export function hintHeader(hint: string): string {
  // Before it is cut: of half a secret nobody sees any more that it is one.
  const text = maskText(hint);
  // Nearly every hint is in English, and needs nothing but to be cut.
  if (PLAIN.test(text)) return text.trim().slice(0, MAX_LENGTH);
  // Through bytes and back: half a surrogate pair, which JSON can carry, cannot be encoded.
  const wellFormed = Buffer.from(text.trim()).toString();
  const units = Array.from(wellFormed, (char) => (/^[ -$&-~]$/.test(char) ? char : encodeURIComponent(char)));
  let length = 0;
  const fits = units.filter((unit) => (length += unit.length) <= MAX_LENGTH);
  return fits.join('');
}

/** Answers a call whose body will not come to its end, and ends its connection. */
export function endEarly(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  { rule, hint }: Reason,
): void {
  const exchange = exchangeOf(request);
  exchange.settle({ rule, hint });
  // The reader of the body learns of its end only when the answer is out.
  response.once('finish', () => request.destroy());
  const headers = { Connection: 'close' };
  if (exchange.isOwn) return sendJson(response, status, { code: rule, message: hint }, 'api', headers);
  const code = exchange.family === 'token' ? 'invalid_request' : 'parse_error';
  sendRefusal(response, { status, code }, exchange.family, `${rule}: ${hint}`, headers);
}
