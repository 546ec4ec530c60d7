// Prints each kind of document once, on every runtime, whichever way the SDK was imported.

const pages = '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj';
const page = '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj';
const bytes = new TextEncoder().encode(
  `%PDF-1.4\n${pages} ${page}\n%${'x'.repeat(300_000)}\ntrailer<</Root 1 0 R>>\n`,
);
const name = 'invoice.pdf';

const stream = () =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.slice(0, 1000));
      controller.enqueue(bytes.slice(1000));
      controller.close();
    },
  });

/** Every kind of document that needs no disk. */
const documents = () => ({
  bytes: { data: bytes, name },
  blob: { data: new Blob([bytes]), name },
  file: new File([bytes], name),
  'stream with its size': { stream: stream(), name, sizeBytes: bytes.length },
  'stream that opens again': { stream, name, sizeBytes: bytes.length },
  'stream without its size': { stream: stream(), name },
});

/**
 * Prints all documents, one after the other. Returns for each what became of it, and how an error looks.
 */
export async function printing({ EpsonConnect, isEpsonConnectError }, options, more = {}) {
  const epson = new EpsonConnect(options);
  const outcomes = {};
  for (const [kind, document] of Object.entries({ ...documents(), ...more })) {
    let sentBytes;
    const job = await epson.print(document, {
      job_name: kind,
      onProgress: (progress) => (sentBytes = progress.sentBytes ?? sentBytes),
    });
    const { status } = await epson.jobs.waitFor(job);
    outcomes[kind] = { id: job.id, status, sentBytes };
  }
  const error = await epson.createJob({ job_name: '' }).catch((error) => error);
  const refused = await epson.jobs.get('0'.repeat(32)).catch((error) => error);
  return {
    outcomes,
    errors: [error, refused].map((each) => [isEpsonConnectError(each), each.name, each.code]),
    hint: refused.hint,
  };
}
