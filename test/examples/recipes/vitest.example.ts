import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';
import { it } from 'vitest';

it('prints the invoice once', async () => {
  await using host = await startMockHost({ pace: 'instant' });
  const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
  await epson.print(await fileDocument('invoice.pdf'));
  host.control.assertJobs([{ job_name: 'invoice.pdf', status: 'completed' }]);
});
