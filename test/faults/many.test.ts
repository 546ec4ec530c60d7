import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { PDF } from '../support/mock/client.js';

describe('a host that is asked for a lot', () => {
  it('prints 1,000 documents, 100 at a time, each once and each its own', { timeout: 60_000 }, async () => {
    await using host = await startMockHost({ pace: 'instant', callsPerMinute: Number.POSITIVE_INFINITY });
    const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url, callsPerMinute: Infinity });
    const printed = new Map<string, number>();
    let next = 0;
    const print = async () => {
      for (let index = next; index < 1000; index = next) {
        next += 1;
        const bytes = new Uint8Array([...PDF, ...new TextEncoder().encode(`% ${index}\n`)]);
        const job = await epson.print({ data: bytes, name: `document-${index}.pdf` });
        const seen = host.control.jobs().find(({ id }) => id === job.id);
        expect([seen?.job_name, seen?.document?.size_bytes, seen?.status]).toEqual([
          `document-${index}.pdf`,
          bytes.length,
          'completed',
        ]);
        printed.set(job.id, index);
      }
    };
    await Promise.all(Array.from({ length: 100 }, print));
    expect([printed.size, new Set(printed.values()).size]).toEqual([1000, 1000]);
    expect(host.control.jobs()).toHaveLength(200);
    await host.control.reset();
    expect(host.control.jobs()).toEqual([]);
  });

  it('starts and stops fifty times over', async () => {
    for (let count = 0; count < 50; count += 1) {
      await using host = await startMockHost();
      expect((await fetch(`${host.url}/_mock/health`)).status).toBe(200);
    }
  });
});
