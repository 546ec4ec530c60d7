import { describe, expect, it } from 'vitest';
import { controlClient, deviceOf, type ControlClient } from '../support/mock/control-client.js';
import type { Contract } from '../support/description/contract.js';

const MINUTE_MS = 60_000;
const OUTAGE = { duration_ms: MINUTE_MS, effect: { kind: 'drop_after' } };

/** A caller of one version with an uploaded job, whose calls throw when their answers are lost. */
interface Caller {
  /** @returns the status of the job for the host */
  look(): Promise<unknown>;
  execute(): Promise<unknown>;
}

const callers: Readonly<Record<1 | 2, (stage: ControlClient) => Promise<Caller>>> = {
  async 1({ client }) {
    const caller = await client.authenticate();
    const id = await client.uploadedJob(caller);
    return {
      look: async () => (await client.information(caller, id))['status'],
      execute: () => client.execute(caller, id).expect(200),
    };
  },
  async 2(stage) {
    const { device, token } = await deviceOf(stage);
    const id = await device.uploadedJob(token);
    return { look: () => device.statusOf(token, id), execute: () => device.execute(token, id).expect(202) };
  },
};

/** Describes faults that the clock of the world ends. */
export function describeOutages(contract: Contract): void {
  describe('an outage', () => {
    it.each([1, 2] as const)(
      'of version %i executes and answers nothing for a minute, and then tells what it did',
      async (version) => {
        const stage = controlClient(contract);
        const { client, order } = stage;
        const { look, execute } = await callers[version](stage);
        const { body: added } = await order('addFault', {}, OUTAGE);
        expect(added).toMatchObject({ ...OUTAGE, times: null, struck: 0, is_over: false, ends_at: null });
        // It begins with the first call, whatever time goes by before.
        client.host.control.clock.advance(2 * MINUTE_MS);
        await expect(execute()).rejects.toThrow('socket hang up');
        expect(client.host.control.jobs()).toMatchObject([{ status: 'completed' }]);
        client.host.control.clock.advance(MINUTE_MS - 1);
        await expect(look()).rejects.toThrow('socket hang up');
        const { body } = await order('listFaults');
        expect(body.faults).toMatchObject([
          { struck: 2, is_over: false, ends_at: '2026-01-01T00:03:00.000Z' },
        ]);
        client.host.control.clock.advance(1);
        expect(await look()).toBe('completed');
        expect(client.host.control.faults.all()).toMatchObject([{ struck: 2, is_over: true }]);
      },
    );

    it('has a first call, a number of calls and a refusal as every fault, and returns with a reset', async () => {
      const fault = { operation: 'getDevice', code: 'service_unavailable', call: 2, duration_ms: MINUTE_MS };
      const { client, order } = controlClient(contract, {
        faults: [{ ...fault, operation: 'getDevice', times: 2 }],
      });
      const statuses = async (calls: number) => {
        const caller = await client.authenticate();
        const got: number[] = [];
        for (let call = 0; call < calls; call += 1) got.push((await client.call(caller, 'get', '')).status);
        return got;
      };
      expect(await statuses(5)).toEqual([200, 503, 503, 200, 200]);
      await order('resetWorld');
      expect((await order('listFaults')).body.faults).toMatchObject([{ struck: 0, ends_at: null }]);
      expect(await statuses(2)).toEqual([200, 503]);
      client.host.control.clock.advance(MINUTE_MS);
      expect(await statuses(1)).toEqual([200]);
    });

    it('goes on while the clock stands still, and each world has its own', async () => {
      const { client, order } = controlClient(contract);
      const other = { client_id: 'b'.repeat(32), client_secret: 'c'.repeat(64) };
      await order('seedClient', {}, other);
      await order('changeClock', {}, { freeze: true });
      await order('addFault', {}, { operation: 'authenticate', status: 500, duration_ms: 1 });
      for (let call = 0; call < 3; call += 1) await client.token().expect(500);
      const basic = `Basic ${Buffer.from(`${other.client_id}:${other.client_secret}`).toString('base64')}`;
      await client.token(undefined, { Authorization: basic }).expect(200);
      await order('changeClock', {}, { advance_ms: 1 });
      await client.token().expect(200);
    });

    it.each([0, -1, 0.5, 31_536_000_001, '60000', null])('of %j ms is refused', async (duration_ms) => {
      const { order } = controlClient(contract);
      const { status, body } = await order('addFault', {}, { ...OUTAGE, duration_ms });
      expect([status, body.message]).toEqual([
        400,
        expect.stringMatching(/^duration_ms is .*; it must be a number from 1 to 31536000000$/),
      ]);
    });
  });
}
