import type { EpsonConnectOptions } from '../index.js';
import type { ManyDocument, PrintResult } from '../many/index.js';
import { clientOnFakeHost } from './client.js';
import { json, uploadUri } from './fake-host.js';

/** A small document under an id. */
export const document = (id: string): Pick<ManyDocument, 'id' | 'document'> => ({
  id,
  document: { data: new Uint8Array(8), name: `${id}.pdf` },
});
/** d0, d1, … */
export const documents = (count: number) => Array.from({ length: count }, (_, n) => document(`d${n}`));

/** A client on a host that numbers its jobs: j1, j2, … */
export function printing(more: EpsonConnectOptions = {}) {
  const { host, epson } = clientOnFakeHost({ retries: 0, ...more });
  let jobs = 0;
  host.always('create', () => json(201, { id: `j${(jobs += 1)}`, upload_uri: uploadUri }));
  return { host, epson };
}

/** All results, in their order. */
export async function all(results: AsyncIterable<PrintResult>): Promise<PrintResult[]> {
  const list: PrintResult[] = [];
  for await (const result of results) list.push(result);
  return list;
}
