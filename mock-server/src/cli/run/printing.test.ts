import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { createControl } from '../../control/control.js';
import { V1 } from '../../epson/v1/words.js';
import { V2 } from '../../epson/v2/words.js';
import { assemble } from '../../host/app.js';
import { untilPrinted } from './printing.js';

const PDF =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';

it.each([
  [V1, 'completed'],
  [V2, 'error_occurred'],
] as const)('waits until a job that fails at the printer has ended: version %#', async (dialect, status) => {
  const context = assemble({
    pace: 'fast',
    onPrint: () => Promise.reject(new Error('no paper')),
    onWarning: () => {},
  });
  onTestFinished(context.close);
  const { host, firstId } = context;
  const { jobs, clock, printers } = host.worlds.default;
  const printer = printers.byEmail('mock.printer@print.epsonconnect.com');
  const job = jobs.create(printer, { name: 'a', mode: 'document' }, dialect);
  const stored = await host.documents.receive(Readable.from([Buffer.from(PDF)]), 1000);
  await jobs.attach(job, { ...stored, name: '1.pdf', contentType: undefined, uploadedAtMs: clock.now() });
  await jobs.execute(job);
  const control = createControl(context, firstId);
  await untilPrinted({ control } as never, { clients: [firstId] } as never, new EventEmitter() as never);
  expect(control.jobs()[0]?.status).toBe(status);
});
