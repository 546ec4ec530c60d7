// Prints each kind of document once, on every runtime, whichever way the SDK was imported.

const pages = '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj';
const page = '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj';
const bytes = new TextEncoder().encode(
  `%PDF-1.4\n${pages} ${page}\n%${'x'.repeat(300_000)}\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n`,
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

/** The client of each version, under the same names. */
const clients = {
  1: ({ EpsonConnect }, options) => {
    const epson = new EpsonConnect(options);
    return {
      print: async (document, name, onProgress) => {
        const { id } = await epson.print(document, { job_name: name, onProgress });
        return { id, wait: () => epson.jobs.waitFor(id) };
      },
      createWithoutName: () => epson.createJob({ job_name: '' }),
      get: (id) => epson.jobs.get(id),
    };
  },
  2: async ({ EpsonConnectV2 }, options, consent) => {
    const epson = new EpsonConnectV2(options);
    const { url, ...kept } = await epson.authorizationUrl();
    await epson.authorize(await consent(url), kept);
    return {
      print: async (document, name, onProgress) => {
        const { jobId } = await epson.print(document, { jobName: name, onProgress });
        return { id: jobId, wait: () => epson.jobs.waitFor(jobId) };
      },
      createWithoutName: () => epson.createJob({ jobName: '', printMode: 'document' }),
      get: (id) => epson.jobs.get(id),
      schedule: async (document) => {
        const quarterMs = 900_000;
        const printAt = new Date(Math.ceil(Date.now() / quarterMs + 2) * quarterMs);
        const schedule = await epson.schedules.create(document, { printAt });
        const { status } = await epson.schedules.get(schedule);
        await epson.schedules.cancel(schedule);
        return status;
      },
    };
  },
};

/** Goes the way of a person's browser, on a host that consents at once. */
const followRedirect = async (url) => (await fetch(url, { redirect: 'manual' })).headers.get('location');

/**
 * Prints all documents, one after the other, by a version of the API. Returns for each what became of it, and how an error
 * looks.
 */
export async function printing(sdk, version, options, more = {}, consent = followRedirect) {
  const epson = await clients[version](sdk, options, consent);
  const outcomes = {};
  for (const [kind, document] of Object.entries({ ...documents(), ...more })) {
    let sentBytes;
    const job = await epson.print(document, kind, (progress) => {
      sentBytes = progress.sentBytes ?? sentBytes;
    });
    const { status } = await job.wait();
    outcomes[kind] = { id: job.id, status, sentBytes };
  }
  const error = await epson.createWithoutName().catch((error) => error);
  const refused = await epson.get('0'.repeat(32)).catch((error) => error);
  return {
    outcomes,
    errors: [error, refused].map((each) => [sdk.isEpsonConnectError(each), each.name, each.code]),
    hint: refused.hint,
    schedule: await epson.schedule?.({ data: bytes, name }),
  };
}
