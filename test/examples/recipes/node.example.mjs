import { test } from 'node:test';
import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';

test('prints the invoice once', async () => {
  const host = await startMockHost({ pace: 'instant' });
  try {
    const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
    await epson.print({ data: new TextEncoder().encode('%PDF-1.7 ...'), name: 'invoice.pdf' });
    host.control.assertJobs([{ job_name: 'invoice.pdf', status: 'completed' }]);
  } finally {
    await host.close();
  }
});
