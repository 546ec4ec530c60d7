import { test } from 'node:test';
import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';

test('prints the invoice once', async () => {
  const host = await startMockHost({ pace: 'instant' });
  try {
    const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
    await epson.print(await fileDocument('invoice.pdf'));
    host.control.assertJobs([{ job_name: 'invoice.pdf', status: 'completed' }]);
  } finally {
    await host.close();
  }
});
