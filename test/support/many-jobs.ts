import { Clock, createMockHost, type MockHost } from 'epson-connect-mock';
import { Client, PDF } from './client.js';

/** A host with 200 jobs on each of its printers, half of them waiting to be printed, half of them for their file. */
export async function hostWithJobs(jobs: number): Promise<MockHost> {
  const printers = Array.from({ length: jobs / 200 }, (_, index) => ({
    email: `p${index}@print.epsonconnect.com`,
    online: false,
  }));
  const host = createMockHost({
    printers,
    clock: new Clock(() => 0),
    callsPerMinute: Number.POSITIVE_INFINITY,
  });
  const client = new Client(host);
  for (const { email } of printers) {
    const caller = await client.authenticate(email);
    for (let count = 0; count < 100; count += 1) {
      await client.job(caller);
      await client.executedJob(caller, undefined, PDF);
    }
  }
  return host;
}
