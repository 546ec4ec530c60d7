import { EpsonConnect } from 'epson-connect-sdk';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtCommand } from '../support/mock/built-command.js';
import { document } from '../support/mock/journey.js';
import { startProcess } from '../support/mock/mock-process.js';
import { ALL_NODES, find } from './found.js';

describe.each(await find(...ALL_NODES))('the mock on $name', ({ command: node, isMissing }) => {
  it.skipIf(isMissing)('starts, prints, and ends when it is told to', async () => {
    const mock = await startProcess(builtCommand(), ['--pace', 'instant', '--no-config'], node);
    onTestFinished(() => mock.kill());
    const epson = new EpsonConnect({
      baseUrl: mock.url,
      clientId: '0123456789abcdef0123456789abcdef',
      clientSecret: '0123456789abcdef0123456789abcdef'.repeat(2),
      printerEmail: 'mock.printer@print.epsonconnect.com',
    });
    const job = await epson.print(document);
    expect(await epson.jobs.waitFor(job)).toMatchObject({ status: 'completed', total_pages: 1 });
    await mock.stop();
    expect([mock.child.exitCode, mock.complaints()]).toEqual([0, '']);
  });
});
