import type { EpsonConnectError } from '../errors/index.js';
import { hintOf, requestIdOf } from './answer.js';
import type { Exchange, LogEntry, LogLevel } from './hooks.js';
import type { Call } from './limits.js';
import type { Operation } from './api.js';
import type { Answer, Transport } from './transport.js';

/** Runs one try of one request, and calls the hooks. */
export async function trace(
  transport: Transport,
  call: Call,
  { id, method, path }: Operation,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { clock, hooks } = transport;
  const startMs = clock.monotonicMs();
  const tell = ({ answer, error }: { answer?: Answer; error?: unknown }) => {
    const { about, retryReason } = call;
    const exchange: Exchange = known({
      operation: id,
      method,
      path,
      status: answer?.status,
      attempt: about.attempts ?? 1,
      durationMs: Math.round(clock.monotonicMs() - startMs),
      job_id: about.job_id,
      requestId: answer && requestIdOf(answer),
      retryReason,
      // The reason of a caller is not logged.
      error: error === undefined ? undefined : ((error as EpsonConnectError | null)?.code ?? 'aborted'),
    });
    quietly(hooks?.onExchange, exchange);
    const hint = answer && hintOf(answer);
    const level = answer?.ok && !hint ? 'debug' : 'warn';
    log(transport, level, answer ? 'answered' : 'failed', { ...exchange, hint });
  };
  let answer: Answer;
  try {
    answer = await run();
  } catch (error) {
    tell({ error });
    throw error;
  }
  tell({ answer });
  const { onResponse } = call.limits;
  const { status, headers, text } = answer;
  // Some statuses must not have a body, not even an empty one.
  if (onResponse) quietly(onResponse, new Response(text || null, { status, headers }));
  return answer;
}

/** Writes a log entry. It has only the fields of {@link LogEntry}: no URL, no header, no body. */
export function log(
  { hooks }: Pick<Transport, 'hooks'>,
  level: LogLevel,
  message: string,
  details: Omit<LogEntry, 'level' | 'message'>,
): void {
  const logger = hooks?.logger;
  if (!logger) return;
  const fields = known(details);
  if (typeof logger === 'function') quietly(logger, { level, message, ...fields });
  // As a method: loggers use `this`.
  else quietly(() => logger[level]?.(`epson-connect ${message}`, fields));
}

/** Calls a function of the caller's, and ignores its errors, now and later. */
export function quietly<A extends unknown[]>(hook: ((...args: A) => unknown) | undefined, ...args: A): void {
  try {
    Promise.resolve(hook?.(...args)).catch(() => {});
  } catch {
    // An error of a hook changes nothing.
  }
}

/** Returns the object without its undefined members. */
function known<T extends object>(all: T): T {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;
}
