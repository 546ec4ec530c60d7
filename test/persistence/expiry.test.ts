import { Clock } from 'epson-connect-mock';
import { expect, it } from 'vitest';
import { newFolder } from '../support/folder.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';

const NOON = Date.UTC(2026, 10, 22, 12);
const HOUR_MS = 3_600_000;
const PRINTER = 'off@print.epsonconnect.com';

/** A job that waits for execute and one that waits for its printer, an hour apart, and a restart 10 hours later. */
async function restarted() {
  const folder = newFolder();
  let systemMs = NOON;
  const start = () =>
    dataDirClient(folder, {
      clock: new Clock(() => systemMs),
      printers: [{ email: PRINTER, online: false }],
    });
  const first = start();
  await first.client.uploadedJob(await first.client.authenticate());
  systemMs += HOUR_MS / 2;
  const caller = await first.client.authenticate();
  const executed = await first.client.uploadedJob(caller);
  systemMs += HOUR_MS / 2;
  await first.client.execute(await first.client.authenticate(), executed).expect(200);
  await first.stop();
  systemMs += 9 * HOUR_MS;
  return {
    ...start(),
    /** Lets the host notice that it is so many milliseconds after the first job was created. */
    states(control: ReturnType<typeof start>['client']['host']['control'], afterMs: number) {
      systemMs = NOON + afterMs;
      control.clock.advance(0);
      return control.jobs().map(({ status, status_reason }) => [status, status_reason]);
    },
  };
}

const CANCELED = ['canceled', 'job_canceled_by_out_of_storage_period'];

it('cancels what was there before a restart 72 hours after it was created, or executed, and not after the restart', async () => {
  const { client, states } = await restarted();
  const { control } = client.host;
  const [open, waiting] = [
    ['pending_held', 'job_incoming'],
    ['pending', 'job_queued'],
  ];
  expect(states(control, 10 * HOUR_MS)).toEqual([open, waiting]);
  expect(states(control, 72 * HOUR_MS - 1)).toEqual([open, waiting]);
  expect(states(control, 72 * HOUR_MS)).toEqual([CANCELED, waiting]);
  expect(states(control, 73 * HOUR_MS - 1)).toEqual([CANCELED, waiting]);
  expect(states(control, 73 * HOUR_MS)).toEqual([CANCELED, CANCELED]);
});
