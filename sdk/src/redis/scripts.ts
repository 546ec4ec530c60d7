import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EpsonConnectError } from '../index.js';
import type { Commands } from './client.js';

/** A script, and its digest, by which the server knows it. */
export interface Script {
  readonly lua: string;
  readonly sha1: string;
}

/** The moment of the server: milliseconds since 1970. Leases and windows are on this one clock. */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

export function script(body: string): Script {
  const lua = NOW + body;
  return { lua, sha1: createHash('sha1').update(lua).digest('hex') };
}

/** Answer of a script. Clients may be set up to return numbers as strings, and strings as bytes: read it by Number and String. */
export type Reply = string | number | null | Reply[];

/**
 * Runs a script in one round trip. Every script may be run twice with the same arguments, with the same effect, because nobody
 * knows whether it was run when the connection breaks.
 */
export type Run = (script: Script, keys: readonly string[], args: readonly string[]) => Promise<Reply>;

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/** Answers of a server that is starting, or of a cluster that changes: the same command succeeds later. */
const PASSING = /^(?:LOADING|BUSY|TRYAGAIN|CLUSTERDOWN|MASTERDOWN|READONLY|UNKILLABLE)\b/;
/** Every other answer of a server is final. It begins with a word of its own, and a sentence follows. */
const ANSWER = /^[A-Z]{2,} /;

/** Does something with the server, within the time for one command. */
export type Limited = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Makes the function that limits commands. It repeats what a broken connection or a server that starts has prevented, for
 * at most `timeoutMs`, and then rejects; the command may still be run later, when the client connects again.
 */
export function limitedTo(timeoutMs: number): Limited {
  return async (work) => {
    const untilMs = performance.now() + timeoutMs;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      try {
        return await within(untilMs - performance.now(), work);
      } catch (error) {
        const text = messageOf(error);
        const isFinal = error instanceof TypeError || (ANSWER.test(text) && !PASSING.test(text));
        if (isFinal || performance.now() + pauseMs >= untilMs) throw unavailable(error, timeoutMs, isFinal);
        await sleep(pauseMs);
      }
    }
  };
}

export const runnerOf =
  (commands: Commands, limited: Limited): Run =>
  (script, keys, args) =>
    limited(() => evaluate(commands, script, keys, args));

async function evaluate(
  commands: Commands,
  { lua, sha1 }: Script,
  keys: readonly string[],
  args: readonly string[],
): Promise<Reply> {
  try {
    return (await commands.evalSha(sha1, keys, args)) as Reply;
  } catch (error) {
    // The server does not know the script yet, or has been started anew.
    if (!messageOf(error).startsWith('NOSCRIPT')) throw error;
    return (await commands.eval(lua, keys, args)) as Reply;
  }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 200);

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), ms);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(error: unknown, timeoutMs: number, isFinal: boolean): EpsonConnectError {
  // Errors of ioredis have the arguments of the command, which may be tokens: only the message is kept.
  const cause = new Error(messageOf(error));
  const problem = isFinal
    ? `Redis refused a command of this package: ${cause.message}.`
    : `Redis did not answer within ${timeoutMs} ms: ${cause.message}.`;
  const advice = isFinal
    ? 'Check the rights of the user (EVAL, EVALSHA, and the keys that begin with the prefix) and the memory of the server.'
    : 'Check that the server runs and that the client is connected. The SDK goes on by itself when Redis answers again.';
  return new EpsonConnectError(`${problem} Nothing was executed without it. ${advice}`, {
    code: isFinal ? 'store_refused' : 'store_unavailable',
    cause,
  });
}
