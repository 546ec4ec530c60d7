import type { CallLimit, LimitedCall } from './call-limit.js';
import { pause, within, type Call } from './limits.js';
import { DEFAULT_TIMEOUT_MS } from './send.js';
import type { Answer, Transport } from './transport.js';

/**
 * Runs a call when the limit of all processes lets it leave.
 *
 * @param onWait called when it has to wait: milliseconds until it asks again
 */
export async function pacedByAll(
  transport: Transport,
  callLimit: CallLimit,
  call: Call,
  run: () => Promise<Answer>,
  onWait?: (delayMs: number) => void,
): Promise<Answer> {
  const { clock, client, callsPerMinute } = transport;
  const timeoutMs = call.limits.timeoutMs ?? transport.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const turn: LimitedCall = { id: crypto.randomUUID(), client, callsPerMinute, timeoutMs };
  const take = async () => callLimit.take(turn);
  for (let delayMs; (delayMs = await within(clock, call, Infinity, take, true)) > 0;) {
    onWait?.(delayMs);
    await pause(clock, call, delayMs);
  }
  let isAccepted = false;
  try {
    const answer = await run();
    isAccepted = answer.ok;
    return answer;
  } finally {
    inBackground(() => callLimit.end(turn, isAccepted));
  }
}

/** Notes a refusal. The next call finds out when that has failed, because it asks the same store. */
export const closeForAll = (callLimit: CallLimit, client: string, delayMs: number): void =>
  inBackground(() => callLimit.close(client, delayMs));

function inBackground(work: () => unknown): void {
  // The function is async, so that it may also throw at once.
  void (async () => work())().catch(() => {});
}
