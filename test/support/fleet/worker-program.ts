import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EpsonConnectOptions } from 'epson-connect-sdk';
import type { PrintAllOptions } from 'epson-connect-sdk/many';
import { bundleProgram } from '../processes/bundle.js';

/** Options of a worker: its client, its stores, and how it prints. */
export interface WorkerOptions {
  readonly epson: EpsonConnectOptions;
  /** Prints without a ledger and with its own tokens and pace where it is left out. */
  readonly redis?: { readonly client: string; readonly port: number; readonly options: object };
  /** The folder of the socket of PostgreSQL, in the place of Redis. */
  readonly postgres?: string;
  readonly print?: Pick<PrintAllOptions, 'concurrency' | 'deadlineMs' | 'timeoutMs' | 'retries'>;
}

/** A message of a worker: it waits for its documents, or has a result. */
export type Said =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'result';
      readonly id: string;
      readonly job_id?: string;
      readonly isRepeat?: boolean;
      readonly error?: {
        readonly name: string;
        readonly code: string;
        readonly message: string;
        readonly job_id?: string;
      };
      /** Round trips to Redis up to now. */
      readonly trips: number;
    };

const SAMPLE = fileURLToPath(new URL('../../../openapi/examples/sample.pdf', import.meta.url));

const program = `
  import { once } from 'node:events';
  import { readFileSync } from 'node:fs';
  import { EpsonConnect } from 'epson-connect-sdk';
  import { printAll } from 'epson-connect-sdk/many';
  import { redisStores } from 'epson-connect-sdk/redis';
  import pg from 'pg';
  import { openClient } from './support/fleet/clients.js';
  import { postgresStores } from '../sdk/examples/postgres/stores.ts';
  const { epson: own, redis, postgres, print, file } = JSON.parse(process.argv[2]);
  const data = readFileSync(file);
  let trips = 0;
  function counting(client) {
    for (const name of ['evalSha', 'evalsha', 'eval']) {
      const send = client[name];
      if (send) client[name] = (...args) => ((trips += 1), send.apply(client, args));
    }
    return client;
  }
  const stores = redis
    ? redisStores(counting((await openClient[redis.client](redis.port)).client), redis.options)
    : postgres
      ? postgresStores(new pg.Pool({ host: postgres, user: 'test', database: 'postgres' }).on('error', () => {}))
      : {};
  const { ledger, ...shared } = stores;
  const epson = new EpsonConnect({ ...own, ...shared });
  await epson.authenticate();
  trips = 0;
  process.send({ kind: 'ready' });
  const [ids] = await once(process, 'message');
  const documents = ids.map((id) => ({ id, job_name: id, document: { data, name: 'a.pdf' } }));
  for await (const { id, job, isRepeat, error } of printAll(epson, documents, { ...print, ledger })) {
    const { name, code, message, job_id } = error ?? {};
    process.send({ kind: 'result', id, job_id: job?.id, isRepeat, error: error && { name, code, message, job_id }, trips });
  }
  process.disconnect();
  process.exit();
`;

/** Builds the worker, so that its processes start fast. @returns a function that starts one */
export async function workerProgram(folder: string): Promise<(options: WorkerOptions) => ChildProcess> {
  const file = join(folder, 'worker.mjs');
  await bundleProgram(program, file);
  return (options) => fork(file, [JSON.stringify({ ...options, file: SAMPLE })], { execArgv: [] });
}
