import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';

let host;
beforeEach(async () => (host = await startMockHost({ pace: 'instant' })));
afterEach(() => host.close());

test('prints the invoice once', async () => {
  const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
  await epson.print(await fileDocument('invoice.pdf'));
  host.control.assertJobs([{ job_name: 'invoice.pdf', status: 'completed' }]);
});
