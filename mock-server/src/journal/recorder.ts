import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { beginExchange, type Exchange, type KeptBody } from './exchange.js';
import { maskHeader, maskText } from './mask.js';

/** So much of a text body is kept. */
const KEPT_BYTES = 4096;
const TEXT = /^(?:text\/|application\/(?:json|x-www-form-urlencoded|xml)\b)/i;

/** Keeps what passes between a client and the host, and reports it when the answer is out or the connection gone. */
export function record(
  request: IncomingMessage,
  response: ServerResponse,
  onOver: (exchange: Exchange) => void,
): Exchange {
  const startedMs = performance.now();
  const exchange = beginExchange(request);
  const sent = keepRequest(request, exchange);
  const answered = keepResponse(response);
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 'connection lost';
    exchange.outcome = { status, durationMs: performance.now() - startedMs };
    if (status === 'connection lost') {
      exchange.refusal ??= {
        rule: 'connection-lost',
        hint: 'The client ended the connection before it was answered. Of an upload that broke off nothing was kept; send it again.',
      };
    }
    exchange.requestHeaders = pairs(request.rawHeaders);
    exchange.requestBody = sent();
    Object.assign(exchange, answered());
    onOver(exchange);
  });
  return exchange;
}

/** Listens to the body without reading it: whoever reads it decides how fast it comes. */
function keepRequest(request: IncomingMessage, exchange: Exchange): () => KeptBody {
  const push = request.push.bind(request);
  const isText = TEXT.test(request.headers['content-type'] ?? '');
  let hash: ReturnType<typeof createHash> | undefined;
  let sizeBytes = 0;
  let head = Buffer.alloc(0);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    if (chunk !== null) {
      sizeBytes += chunk.length;
      if (isText && head.length < KEPT_BYTES)
        head = Buffer.concat([head, chunk.subarray(0, KEPT_BYTES - head.length)]);
      // An uploaded file is hashed where it is stored; once is enough.
      if (exchange.family !== 'upload') (hash ??= createHash('sha256')).update(chunk);
    }
    return push(chunk, encoding);
  };
  return () => {
    const sha256 = exchange.documentSha256 ?? (request.complete ? hash?.digest('hex') : undefined);
    return {
      sizeBytes,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(isText && sizeBytes > 0 ? { text: maskText(head.toString('utf8')) } : {}),
    };
  };
}

function keepResponse(response: ServerResponse): () => Pick<Exchange, 'responseHeaders' | 'responseBody'> {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
  let headers: OutgoingHttpHeaders = {};
  response.writeHead = (...args: unknown[]) => {
    const given = args.at(-1);
    headers = {
      ...response.getHeaders(),
      ...(typeof given === 'object' ? (given as OutgoingHttpHeaders) : {}),
    };
    return writeHead(...args);
  };
  const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
  let body: Buffer | undefined;
  response.end = ((...args: unknown[]) => {
    if (Buffer.isBuffer(args[0])) body = args[0];
    return end(...args);
  }) as typeof response.end;
  return () => {
    const isText = TEXT.test(String(headers['Content-Type'] ?? headers['content-type'] ?? ''));
    const text = isText && body !== undefined ? { text: maskText(body.toString('utf8', 0, KEPT_BYTES)) } : {};
    return {
      responseHeaders: Object.entries(headers).map(([name, value]): [string, string] => [
        name,
        maskHeader(name, String(value)),
      ]),
      responseBody: { sizeBytes: body?.length ?? 0, ...text },
    };
  };
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const named: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    named.push([name, maskHeader(name, value)]);
  }
  return named;
}
