import { describe, expect, it } from 'vitest';
import { newClient } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';

/** Describes the access rules of every operation on a device. */
export function describeAccess(contract: Contract): void {
  describe('every call with an access token', () => {
    const device = [...contract.operations.values()].filter(({ path }) => path.includes('{device_id}'));

    it.each(device.map(({ operationId, method, path }) => [operationId, method, path] as const))(
      '%s refuses a missing token, a foreign device, another method and a wrong body',
      async (operationId, method, path) => {
        const client = newClient({ assume: { 'wrong-device': 'printer_not_found' } });
        const caller = await client.authenticate();
        const below = path
          .replace(/^.*\{device_id\}/, '')
          .replace('{print_mode}', 'document')
          .replace('{job_id}', '0'.repeat(32));
        const call = (who: typeof caller, headers = {}) =>
          client.call(who, method as 'get', below, method === 'get' ? undefined : '{}', headers);
        const bare = await contract.check(operationId, call(caller, { Authorization: null }));
        expect(bare.status).toBe(401);
        const foreign = await contract.check(operationId, call({ ...caller, deviceId: 'f'.repeat(32) }));
        expect([foreign.status, foreign.body]).toEqual([404, { code: 'printer_not_found' }]);
        const malformed = await contract.check(operationId, call({ ...caller, deviceId: '%zz' }));
        expect([malformed.status, malformed.body]).toEqual([400, { code: 'parse_error' }]);
        const other = await contract.check(
          operationId,
          client.call(
            caller,
            below === '/destinations' ? ('patch' as 'put') : method === 'put' ? 'post' : 'put',
            below,
          ),
        );
        expect([other.status, other.body]).toEqual([405, { code: 'method_not_allowed' }]);
        expect(other.headers['allow']).toContain(method.toUpperCase());
        if (contract.operation(operationId).requestBody !== undefined) {
          const typeless = await contract.check(operationId, call(caller, { 'Content-Type': 'text/plain' }));
          expect([typeless.status, typeless.body]).toEqual([415, { code: 'unsupported_media_type' }]);
        }
      },
    );

    it.each(device.map(({ operationId, method, path }) => [operationId, method, path] as const))(
      '%s answers 403 to the token of another printer and beyond the call limit',
      async (operationId, method, path) => {
        const client = newClient({
          printers: ['a@print.epsonconnect.com', 'b@print.epsonconnect.com'],
          callsPerMinute: 1,
        });
        const [a, b] = [
          await client.authenticate('a@print.epsonconnect.com'),
          await client.authenticate('b@print.epsonconnect.com'),
        ];
        const below = path
          .replace(/^.*\{device_id\}/, '')
          .replace('{print_mode}', 'document')
          .replace('{job_id}', '0'.repeat(32));
        const call = (token: string) =>
          client.call({ ...b, token }, method as 'get', below, method === 'get' ? undefined : '{}');
        const foreign = await contract.check(operationId, call(a.token));
        expect([foreign.status, foreign.body]).toEqual([403, { code: 'forbidden' }]);
        const beyond = await contract.check(operationId, call(b.token));
        expect([beyond.status, beyond.body]).toEqual([403, { code: 'rate_limit_exceeded' }]);
      },
    );
  });
}
