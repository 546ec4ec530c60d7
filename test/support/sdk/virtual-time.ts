import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Clock, createMockHost, type Fault, type MockHost, type MockHostOptions } from 'epson-connect-mock';
import {
  EpsonConnect,
  type Clock as SdkClock,
  type EpsonConnectOptions,
  type Fetch,
} from 'epson-connect-sdk';
import { watchedHooks } from './watched-hooks.js';

/** A host and its client in one time, which goes by as fast as the work allows: nothing really waits. */
export interface VirtualTime {
  readonly host: MockHost;
  readonly url: string;
  /** The time of both. */
  readonly clock: SdkClock;
  readonly fetch: Fetch;
  /** Timers that are neither due nor called off. */
  readonly timers: () => number;
  /** Called at each moment at which a request begins or ends. */
  onMoment: () => void;
  /** Moves the time on to the next timer whenever nothing is going on, until `work` ends. */
  pass<T>(work: Promise<T>): Promise<T>;
  /** Lets the time pass until the client has no timer left: it may go on with what its caller has given up. */
  passTimers(): Promise<void>;
  /** Resolves when the host is done with all that reached it. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Returns whether a fault lets a call wait until its client gives up: until then the time has to pass. */
function isEndless({ effect, operation }: Fault): boolean {
  if (effect?.kind === 'delay') return effect.delay_ms >= 1000;
  // The answer to an upload has no body that could be slow.
  if (effect?.kind === 'slow') return effect.bytes_per_second < 100 && operation !== 'uploadPrintFile';
  return effect?.kind === 'hang';
}

const NUMBER = 'x-request-number';
const turn = () => new Promise((resolve) => setImmediate(resolve));

export async function hostInVirtualTime(options: MockHostOptions = {}): Promise<VirtualTime> {
  let nowMs = Date.UTC(2026, 0, 1);
  const host = createMockHost({ pace: 'instant', clock: new Clock(() => nowMs), ...options });
  const timers = new Set<{ atMs: number; callback: () => void }>();
  /** Requests of the client that are under way, and those of them that wait for nothing but its patience. */
  const underWay = new Set<string>();
  const stuck = new Set<string>();
  let atHost = 0;
  let numbered = 0;
  let onChange = () => {};

  const struck = () =>
    host.control.faults
      .all()
      .reduce((sum, { fault, struck: times }) => sum + (isEndless(fault) ? times : 0), 0);
  const server = createServer((request, response) => {
    atHost += 1;
    response.once('close', () => {
      atHost -= 1;
      onChange();
    });
    const before = struck();
    // Faults strike before the first thing that is waited for, so that it was this request.
    host.app(request, response);
    const number = request.headers[NUMBER];
    if (struck() > before && typeof number === 'string') {
      if (underWay.has(number)) stuck.add(number);
      onChange();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const time: VirtualTime = {
    host,
    url,
    clock: {
      nowMs: () => nowMs,
      monotonicMs: () => nowMs,
      schedule(delayMs, callback) {
        const timer = { atMs: nowMs + delayMs, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    async fetch(target, init) {
      const number = String((numbered += 1));
      underWay.add(number);
      time.onMoment();
      try {
        const headers = { ...(init.headers as Record<string, string>), [NUMBER]: number };
        const response = await fetch(target, { ...init, headers });
        const bytes = await response.arrayBuffer();
        return new Response(response.status === 204 ? null : bytes, response);
      } finally {
        underWay.delete(number);
        stuck.delete(number);
        onChange();
        time.onMoment();
      }
    },
    timers: () => timers.size,
    onMoment: () => {},
    async pass(work) {
      let hasEnded = false;
      const over = () => (hasEnded = true);
      work.then(over, over);
      for (let quietTurns = 0; !hasEnded; quietTurns += 1) {
        await turn();
        if (underWay.size > stuck.size) {
          quietTurns = 0;
          await new Promise<void>((resolve) => (onChange = resolve));
        }
        const nextMs = Math.min(...[...timers].map(({ atMs }) => atMs));
        if (quietTurns < 10 || nextMs === Infinity) continue;
        quietTurns = 0;
        nowMs = Math.max(nowMs, nextMs);
        // Runs the work that is due at the host by now.
        host.control.clock.advance(0);
        for (const timer of [...timers].filter(({ atMs }) => atMs <= nowMs)) {
          timers.delete(timer);
          timer.callback();
        }
      }
      return work;
    },
    async passTimers() {
      while (timers.size > 0) {
        const lastMs = Math.max(...[...timers].map(({ atMs }) => atMs));
        await time.pass(new Promise<void>((resolve) => time.clock.schedule(lastMs - nowMs, resolve)));
      }
    },
    async quiet() {
      // Requests that a client sent before it gave up arrive before this one, which has a connection of its own: a fault may
      // have broken those of the client.
      const [answer] = (await once(get(`${url}/_mock/health`, { agent: false }), 'response')) as [
        IncomingMessage,
      ];
      await answer.toArray();
      await turn();
      while (atHost > 0) await new Promise<void>((resolve) => (onChange = resolve));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await host.close();
    },
  };
  return time;
}

/** A client in virtual time, which gives up a request after five seconds. */
export const clientInVirtualTime = (
  { host, url, clock, fetch }: VirtualTime,
  more: EpsonConnectOptions = {},
) =>
  new EpsonConnect({
    ...host.credentials,
    baseUrl: url,
    clock,
    fetch,
    random: () => 0.5,
    timeoutMs: 5_000,
    ...watchedHooks(),
    ...more,
  });
