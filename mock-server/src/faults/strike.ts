import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import type { PerWorld } from '../epson/domain/worlds.js';
import type { Identified } from '../epson/requests/identify.js';
import { exchangeOf } from '../http/exchange.js';
import { FaultStruck } from '../rules/answers.js';
import type { CheckedFault } from './fault.js';
import type { Faults } from './faults.js';

type Effect = CheckedFault['effect'];

const PAGE =
  '<!doctype html><html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n';

/** Lets the faults happen that were asked for, between knowing whose call it is and its operation. */
export function strike(faults: PerWorld<Faults>): RequestHandler {
  return async (request, response, next) => {
    const { world, printer, jobId } = response.locals as Identified;
    const exchange = exchangeOf(request);
    const { operation, apiVersion } = exchange;
    const call = { operation, apiVersion, printer: printer?.email, jobId };
    for (const effect of faults.of(world.clientId).onCall(call)) {
      exchange.refusal = { rule: 'fault', hint: `The fault ${effect.kind} was asked for.` };
      const answer = effect.kind === 'refuse' ? effect.answers[apiVersion ?? 1] : undefined;
      if (answer !== undefined) throw new FaultStruck(answer);
      if (effect.kind === 'refuse') continue;
      if (!(await happen(effect, request, response))) return;
    }
    next();
  };
}

async function happen(
  effect: Exclude<Effect, { kind: 'refuse' }>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (effect.kind) {
    case 'delay':
      await sleep(effect.delay_ms);
      return !response.destroyed;
    case 'drop_before':
      request.socket.destroy();
      return false;
    case 'hang':
      // Nothing is answered: the connection stays until the client or the host ends it.
      request.resume();
      return false;
    case 'html':
      sendText(response, effect.status ?? 502, 'text/html', PAGE);
      return false;
    case 'not_json':
      sendText(response, 200, 'application/json; charset=UTF-8', 'OK');
      return false;
    case 'drop_after':
      response.end = (() => response.destroy()) as typeof response.end;
      return true;
    case 'truncate':
      tamper(response, async (bytes, write) => {
        await write(bytes.subarray(0, effect.after_bytes));
        response.destroy();
      });
      return true;
    case 'slow':
      tamper(response, (bytes, write) => trickle(bytes, effect.bytes_per_second, write));
      return true;
  }
}

function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': text.length });
  response.end(text);
}

type Write = (bytes: Buffer) => Promise<void>;

/** Puts something between an answer's body and its way out. */
function tamper(response: ServerResponse, send: (bytes: Buffer, write: Write) => Promise<void>): void {
  const end = response.end.bind(response);
  const write: Write = (bytes) =>
    new Promise((resolve) => {
      if (response.destroyed) return resolve();
      if (bytes.length > 0) return void response.write(bytes, () => resolve());
      // An empty write would not send the headers either.
      response.flushHeaders();
      setImmediate(resolve);
    });
  response.end = ((body: Buffer | string = '') => {
    void send(Buffer.from(body), write).then(() => response.destroyed || end());
    return response;
  }) as typeof response.end;
}

/** Writes ten times a second at the most. */
async function trickle(bytes: Buffer, bytesPerSecond: number, write: Write): Promise<void> {
  const step = Math.max(Math.floor(bytesPerSecond / 10), 1);
  const pauseMs = (step * 1000) / bytesPerSecond;
  for (let at = 0; at < bytes.length; at += step) {
    await write(bytes.subarray(at, at + step));
    if (at + step < bytes.length) await sleep(pauseMs);
  }
}
