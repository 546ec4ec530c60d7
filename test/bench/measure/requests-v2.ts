import { Client, manyAtOnce, type Call } from '../calls.js';
import { authorize, createCallV2, refreshCall, uploadedCall, type Tokens } from '../calls-v2.js';
import { CONNECTIONS, inChains, repeat } from '../load.js';
import type { Running } from '../processes.js';
import type { Run } from '../run.js';
import { executeAll, measureRates } from './rates.js';

/** The steps of version 2 as those of version 1. Each connection refreshes tokens of its own, which are replaced each time. */
export async function measureVersion2(run: Run, all: readonly Running[]): Promise<void> {
  await measureRates(run, 'refresh-v2', all, async (server, forMs) => {
    const tokens = await withClient(server, (client) =>
      Promise.all(Array.from({ length: CONNECTIONS }, () => authorize(client))),
    );
    const first = tokens.map(({ refresh_token }) => refresh_token);
    const read = (answer: string) => (JSON.parse(answer) as Tokens).refresh_token;
    return inChains(server, first, refreshCall, read, { forMs });
  });
  await measureRates(run, 'create-v2', all, async (server, forMs) => {
    const { access_token } = await withClient(server, authorize);
    return repeat(server, createCallV2(access_token), { forMs });
  });
  await measureRates(run, 'execute-v2', all, (server) =>
    executeAll((count) => prepare(server, count), server, run.rounds(2)),
  );
}

/** Jobs that have their file. */
function prepare(server: Running, count: number): Promise<Call[]> {
  return withClient(server, async (client) => {
    const { access_token } = await authorize(client);
    const calls: Call[] = [];
    await manyAtOnce(count, CONNECTIONS, async () => calls.push(await uploadedCall(client, access_token)));
    return calls;
  });
}

async function withClient<T>({ url }: Running, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url, CONNECTIONS);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}
