import { describe, expect, it } from 'vitest';
import type { Contract } from '../support/description/contract.js';
import { controlClient } from '../support/mock/control-client.js';

interface Page {
  readonly jobs: readonly { readonly id: string }[];
  readonly total: number;
  readonly next_before: string | null;
}

/** Describes the list of jobs in pages. */
export function describeJobPages(contract: Contract): void {
  describe('the list of jobs', () => {
    async function sevenJobs() {
      const control = controlClient(contract);
      const caller = await control.client.authenticate();
      for (let count = 0; count < 7; count += 1)
        if (count % 2 === 0) await control.client.executedJob(caller);
        else await control.client.job(caller);
      const pageOf = async (params: Record<string, string>) =>
        (await control.order('listJobs', params)).body as Page;
      return { ...control, pageOf };
    }

    /** Follows the pages to the last one. @returns the IDs, oldest first, and the sizes of the pages */
    async function follow(
      pageOf: (params: Record<string, string>) => Promise<Page>,
      params: Record<string, string>,
    ) {
      let ids: string[] = [];
      const sizes: number[] = [];
      for (let before: string | null | undefined; before !== null;) {
        const page = await pageOf({ ...params, ...(before !== undefined && { before }) });
        ids = [...page.jobs.map(({ id }) => id), ...ids];
        sizes.push(page.jobs.length);
        before = page.next_before;
      }
      return { ids, sizes };
    }

    it('is whole, and says nothing of pages, where none is asked for', async () => {
      const { order } = await sevenJobs();
      const { body } = await order('listJobs');
      expect(Object.keys(body as object)).toEqual(['jobs']);
      expect(body.jobs).toHaveLength(7);
    });

    it.each([
      [1, [1, 1, 1, 1, 1, 1, 1]],
      [3, [3, 3, 1]],
      [7, [7]],
      [8, [7]],
    ])('comes in pages of %i, the newest first, with every job once', async (limit, sizes) => {
      const { order, pageOf } = await sevenJobs();
      const { body } = await order('listJobs');
      const all = (body as Page).jobs.map(({ id }) => id);
      expect(await follow(pageOf, { limit: String(limit) })).toEqual({ ids: all, sizes });
      expect(await pageOf({ limit: String(limit) })).toMatchObject({ total: 7 });
    });

    it('has pages of what the filters leave', async () => {
      const { order, pageOf } = await sevenJobs();
      const { body } = await order('listJobs', { status: 'completed' });
      const all = (body as Page).jobs.map(({ id }) => id);
      expect(await follow(pageOf, { status: 'completed', limit: '3' })).toEqual({ ids: all, sizes: [3, 1] });
      expect(await pageOf({ status: 'completed', limit: '3' })).toMatchObject({ total: 4 });
      expect(await pageOf({ status: 'canceled', limit: '3' })).toEqual({
        jobs: [],
        total: 0,
        next_before: null,
      });
    });

    it('goes on where it was when newer jobs have come, and when the last one fits no longer', async () => {
      const { client, order, pageOf } = await sevenJobs();
      const status = 'pending_held';
      const { body } = await order('listJobs', { status });
      const [oldest, middle] = (body as Page).jobs;
      const first = await pageOf({ status, limit: '2' });
      expect(first.next_before).toBe(middle?.id);
      await client.job(await client.authenticate());
      await order('endJob', { job_id: middle?.id ?? '' }, { reason: 'job_canceled_at_device' });
      expect(await pageOf({ status, limit: '2', before: middle?.id ?? '' })).toEqual({
        jobs: [oldest],
        total: 3,
        next_before: null,
      });
    });

    it('has all older jobs with `before` alone, and refuses the ID of a job that is not there', async () => {
      const { order, pageOf } = await sevenJobs();
      const { jobs } = await pageOf({ limit: '2' });
      const older = await pageOf({ before: jobs[0]?.id ?? '' });
      expect([older.jobs.length, older.total, older.next_before]).toEqual([5, 7, null]);
      const { status, body } = await order('listJobs', { before: '0'.repeat(32) });
      expect([status, body.code]).toEqual([404, 'job-unknown']);
    });
  });
}
