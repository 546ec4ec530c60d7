import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { it } from 'vitest';

it('prints the invoice once', async () => {
  await using host = await startMockHost({ pace: 'instant' });
  const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
  await epson.print({ data: new TextEncoder().encode('%PDF-1.7 ...'), name: 'invoice.pdf' });
  host.control.assertJobs([{ job_name: 'invoice.pdf', status: 'completed' }]);
});
