import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';
import { expect, it } from 'vitest';

it('names the paper jam that stops a job, and prints it when the printer is repaired', async () => {
  await using host = await startMockHost({ pace: 'instant' });
  const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
  const printer = host.control.printer();
  printer.setTrouble('media_jam');
  const job = await epson.print(await fileDocument('invoice.pdf'));
  const stopped = await epson.jobs.get(job);
  expect([stopped.status, stopped.status_reason]).toEqual(['processing_stopped', 'media_jam']);
  printer.setTrouble(null);
  expect((await epson.jobs.get(job)).status).toBe('completed');
});
