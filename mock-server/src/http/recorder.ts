import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Hide } from '../text/mask.js';
import { beginExchange, type Exchange, lostReason } from './exchange.js';
import { KeptRequest, KeptResponse } from './recorded-body.js';

/** Keeps what passes between a client and the host, and reports it when the answer is out or the connection gone. */
export function record(
  request: IncomingMessage,
  response: ServerResponse,
  hide: Hide,
  onOver: (exchange: Exchange) => void,
): Exchange {
  const startedMs = performance.now();
  const exchange = beginExchange(request);
  exchange.hideBy(hide);
  const sent = keepRequest(request, exchange);
  const answered = keepResponse(response);
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 'connection lost';
    if (status === 'connection lost') {
      exchange.refusal ??= lostReason(request);
    }
    sent.end(request.complete, exchange.documentSha256);
    exchange.end({ status, durationMs: performance.now() - startedMs }, sent, answered);
    onOver(exchange);
  });
  return exchange;
}

/** Listens to the body without reading it: whoever reads it decides how fast it comes. */
function keepRequest(request: IncomingMessage, exchange: Exchange): KeptRequest {
  const kept = new KeptRequest(request.rawHeaders, request.headers);
  exchange.receive(kept);
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    if (chunk !== null) kept.add(chunk, exchange.family !== 'upload');
    return push(chunk, encoding);
  };
  return kept;
}

function keepResponse(response: ServerResponse): KeptResponse {
  const kept = new KeptResponse();
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
  response.writeHead = (...args: unknown[]) => {
    const given = args.at(-1);
    kept.begin({
      ...response.getHeaders(),
      ...(typeof given === 'object' ? (given as OutgoingHttpHeaders) : {}),
    });
    return writeHead(...args);
  };
  const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
  response.end = ((...args: unknown[]) => {
    const [body] = args;
    if (typeof body === 'string' || Buffer.isBuffer(body)) kept.end(body);
    return end(...args);
  }) as typeof response.end;
  return kept;
}
