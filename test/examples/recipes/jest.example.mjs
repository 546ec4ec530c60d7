import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';

let host;
beforeEach(async () => (host = await startMockHost({ pace: 'instant' })));
afterEach(() => host.close());

test('prints the invoice once', async () => {
  const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
  await epson.print({ data: new TextEncoder().encode('%PDF-1.7 ...'), name: 'invoice.pdf' });
  host.control.assertJobs([{ job_name: 'invoice.pdf', status: 'completed' }]);
});
