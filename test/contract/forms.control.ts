import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../support/description/contract.js';
import { hintOf, PDF } from '../support/mock/client.js';
import { controlClient } from '../support/mock/control-client.js';

/** Describes prints and scans in one call. */
export function describeForms(contract: Contract): void {
  describe('forms', () => {
    it('prints and scans from a form', async () => {
      const { client, order } = controlClient(contract);
      const printed = await contract.check(
        'printForm',
        request(client.host.app).post('/_mock/api/print').attach('file', PDF, 'a.pdf'),
      );
      expect(printed.body.job).toMatchObject({ status: 'completed' });
      const refused = await contract.check(
        'printForm',
        request(client.host.app).post('/_mock/api/print').attach('file', PDF, 'a.txt'),
      );
      expect(refused.status).toBe(415);
      const scanned = await contract.check(
        'scanForm',
        request(client.host.app).post('/_mock/api/scan').attach('file', PDF, 'a.pdf'),
      );
      expect(scanned.body).toEqual({ deliveries: [] });
      expect(hintOf(scanned)).toMatch(
        /^scan-without-destination: .*POST \/api\/1\/scanning\/scanners\/\{device_id\}\/destinations/,
      );
      expect((await order('listJobs', { status: 'completed' })).body.jobs).toHaveLength(1);
    });
  });
}
