import fc from 'fast-check';
import { expect } from 'vitest';
import type { Worker, Workplace } from './workers.js';

/** A list of choices: what happens next, to whom. */
export const choices = fc.array(fc.nat({ max: 9_999 }), { maxLength: 160, size: 'max' });

/** Returns what tells whether these workers are done. */
export const over =
  (...workers: Worker[]) =>
  () =>
    workers.every(({ isOver }) => isOver);

export const ids = ['a', 'b'];

/** Plays what `choices` say with three workers, then lets the rest happen, and a last worker print what is left. */
export async function play(workplace: Workplace, choices: readonly number[]): Promise<void> {
  for (const deadlineMs of [undefined, undefined, 40_000]) workplace.start(ids, { deadlineMs });
  await workplace.settle();
  for (const choice of choices) {
    const kind = choice % 100;
    const which = Math.floor(choice / 100);
    const worker = workplace.workers[which % 3]!;
    const movable = workplace.movable();
    const parcel = movable[which % (movable.length || 1)];
    if (kind < 60) {
      if (parcel) await workplace.move(parcel);
    } else if (kind < 68) {
      if (parcel) await workplace.move(parcel, { isLost: true });
    } else if (kind < 76) {
      if (parcel) await workplace.move(parcel, { isRefused: true });
    } else if (kind < 88) await workplace.advance([400, 1_000, 10_000, 31_000][which % 4]!);
    else if (kind < 93) {
      if (worker.state === 'running') worker.stall();
    } else if (kind < 98) {
      if (worker.state === 'stalled') await worker.wake();
    } else worker.kill();
  }
  const alive = workplace.workers.filter(({ state }) => state !== 'killed');
  for (const worker of alive) await worker.wake();
  await workplace.calm(over(...alive));
  const last = workplace.start(ids);
  await workplace.calm(over(last));
}

/** Looks for what must not be, with everything that happened. */
export async function expectTruth({ workers, host, ledger, events }: Workplace): Promise<void> {
  const told = events.join('\n');
  expect(host.papers.toSorted(), told).toEqual(ids);
  for (const { results, failure, state } of workers) {
    expect(failure, told).toBeUndefined();
    if (state !== 'killed')
      expect(
        results.map(({ id }) => id),
        told,
      ).toEqual(ids);
  }
  const last = workers.at(-1)!;
  for (const { id, job } of last.results) expect(await ledger.get(id), told).toEqual({ state: 'done', job });
}
