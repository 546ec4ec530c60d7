import { equipped } from '../api/equipped.js';
import { callOf } from '../api/operate.js';
import type { Workbench } from '../api/workbench.js';
import type { Session } from '../auth/bearer.js';
import type { Executing } from '../execute/execute-job.js';
import type { Call, CallOptions, OptionTable } from '../http/limits.js';
import { loaded } from '../http/loaded.js';
import type { operations } from './beyond.js';

type Operations = typeof operations;
type Run<T> = (wiring: Workbench, call: Call, subject: unknown, options: CallOptions) => Promise<T>;

/** What it resolves with. */
type Outcome<S extends keyof Operations> = Awaited<ReturnType<Operations[S]>>;

/** What an operation is called with, after wiring and call. */
type Given<S extends keyof Operations> =
  Parameters<Operations[S]> extends [Workbench, Call, ...infer Rest] ? Rest : never;

/**
 * Runs an operation that is beyond the guide. Its code is loaded with the first of them, within the limits of the call:
 * they count from now on.
 */
export async function later<S extends keyof Operations>(
  wiring: Session,
  step: S,
  subject: Given<S>[0],
  options?: CallOptions,
  table?: OptionTable<CallOptions>,
): Promise<Outcome<S>> {
  const call = callOf(wiring, step, options, table);
  const { operations } = await loaded(call, import('./beyond.js'), wiring.transport.clock);
  const run = operations[step] as unknown as Run<Outcome<S>>;
  return run(equipped(wiring), call, subject, Object(options) as CallOptions);
}

/** A public method that is such an operation. */
export const method =
  <S extends keyof Operations>(wiring: Session, step: S, table?: OptionTable<CallOptions>) =>
  (subject: Given<S>[0], options?: CallOptions): Promise<Outcome<S>> =>
    later(wiring, step, subject, options, table);

/** A look at a job whose execution is in doubt. */
export const looking =
  (session: Session): Executing['isExecuted'] =>
  async (call, job) => {
    const { isExecuted } = await loaded(call, import('./beyond.js'), session.transport.clock);
    return isExecuted(equipped(session), call, job);
  };
