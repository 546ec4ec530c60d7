import { clockOf, type Clock } from '../http/clock.js';
import { isAbortReason, limitsOf, pause } from '../http/limits.js';
import { EpsonConnectError, isEpsonConnectError, TimeoutError } from '../errors/index.js';
import type { EpsonConnect } from '../index.js';
import type { EpsonConnectV2 } from '../v2/index.js';
import type { Ledger, LedgerClaim, LedgerEntry, SharedLedger } from './ledger.js';
import type { PrintOptions } from './print-client.js';
import { printOne, type Opened, type Printed } from './print-one.js';

const LEASE_MS = 30_000;
/** Two renewals may fail before another worker takes over. */
const RENEW_MS = 10_000;
/** Between two looks at the claim of another worker. */
const POLL_MS = 1_000;
/** A claim is lost when its worker stood still for a whole lease; a ledger that loses every claim is broken. */
const MOST_LOST = 3;

/** Prints a document as its ledger allows: at once where the ledger has no claims, else when the claim is ours. */
export async function printWithLedger(
  epson: EpsonConnect | EpsonConnectV2,
  ledger: Ledger | SharedLedger | undefined,
  id: string,
  document: Opened,
  options: PrintOptions,
): Promise<Printed> {
  if (!ledger) return printOne(epson, ledger, id, document, options);
  if (!('claim' in ledger)) return printOne(epson, accepting(ledger), id, document, options);

  const clock = clockOf(epson);
  const limits = limitsOf(
    { clock, usesNodeFetch: () => false },
    { signal: options.signal, deadlineMs: options.deadlineMs },
  );
  const { deadlineAtMs = Infinity } = limits;
  for (let lost = 0; ;) {
    limits.signal?.throwIfAborted();
    const claim = await ledger.claim(id, LEASE_MS);
    if (claim) {
      const deadlineMs = Math.max(1, deadlineAtMs - clock.monotonicMs());
      const print = (own: Ledger) =>
        printOne(epson, accepting(own), id, document, { ...options, deadlineMs });
      const printed = await holding(clock, claim, print);
      if (printed) return printed;
      lost += 1;
    }
    const known = await ledger.get(id);
    if (known?.state === 'done') return { job: known.job, isRepeat: true };
    if (lost === MOST_LOST)
      throw new EpsonConnectError(
        `The ledger did not record ${JSON.stringify(id)} under ${MOST_LOST} claims, so this worker executed nothing. The function record of a claim must resolve to true while the claim is valid.`,
        { code: 'claim_lost' },
      );
    await pause(clock, { limits, about: {} }, POLL_MS).catch((error: unknown) => {
      if (isAbortReason(limits.signal, error) || !isEpsonConnectError(error, 'TimeoutError')) throw error;
      throw new TimeoutError(
        `Another worker is printing the document ${JSON.stringify(id)}, and the time set by deadlineMs is over. Run it again with the same ledger to see what became of it.`,
        { code: 'claimed' },
      );
    });
  }
}

/** Holds the claim while `print` runs. Resolves to undefined when another worker took it over before anything was executed. */
async function holding(
  clock: Clock,
  claim: LedgerClaim,
  print: (ledger: Ledger) => Promise<Printed>,
): Promise<Printed | undefined> {
  const lost = new Error('another worker has taken the claim over');
  let isDone = false;
  const stopRenewing = renewing(clock, claim);
  async function record(_: string, entry: LedgerEntry): Promise<void> {
    const isRecorded = await claim.record(entry);
    // The other worker finds out about an executed job when it looks.
    if (isRecorded !== true && entry.state === 'executing') throw lost;
    isDone = entry.state === 'done';
  }
  try {
    return await print({ get: () => claim.entry, record });
  } catch (error) {
    if (error === lost) return undefined;
    throw error;
  } finally {
    const stopped = stopRenewing();
    if (!isDone) {
      // A renewal that came after it would take the claim back.
      await stopped;
      await renewed(claim, 0);
    }
  }
}

/** Renews the lease again and again. The function returned ends that, and resolves when none is under way any more. */
function renewing(clock: Clock, claim: LedgerClaim): () => Promise<unknown> {
  let isOver = false;
  let last: Promise<unknown> = Promise.resolve();
  let callOff: () => void;
  const next = () => {
    callOff = clock.schedule(RENEW_MS, () => {
      last = renew();
    });
  };
  async function renew(): Promise<void> {
    // One that fails is tried again: the end of the lease is further away.
    if ((await renewed(claim, LEASE_MS)) !== false && !isOver) next();
  }
  next();
  return () => {
    isOver = true;
    callOff();
    return last;
  };
}

/** Resolves to undefined when the ledger cannot say. */
async function renewed(claim: LedgerClaim, leaseMs: number): Promise<boolean | undefined> {
  try {
    return await claim.renew(leaseMs);
  } catch {
    return undefined;
  }
}

/** Returns the ledger, whose failure to record an accepted job does not read as a failure to print it. */
function accepting(ledger: Ledger): Ledger {
  return {
    get: (id) => ledger.get(id),
    async record(id, entry) {
      try {
        await ledger.record(id, entry);
      } catch (cause) {
        if (entry.state !== 'done') throw cause;
        const job_id = entry.job.id;
        throw new EpsonConnectError(
          `Job ${job_id} was accepted, but the ledger could not record that: ${(cause as Error).message} Run it again with the same ledger: the job is then looked at, and not printed again.`,
          { code: 'not_recorded', step: 'execute', job_id, cause },
        );
      }
    },
  };
}
