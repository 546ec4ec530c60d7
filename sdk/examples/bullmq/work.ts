// Runs a worker until SIGTERM or SIGINT: `npx tsx work.ts`. Start as many as you like, on any machine.
import process from 'node:process';
import { Redis } from 'ioredis';
import { EpsonConnect } from 'epson-connect-sdk';
import { redisStores } from 'epson-connect-sdk/redis';
import { serveHealth } from './health.js';
import { startWorker } from './worker.js';

const { REDIS_URL = 'redis://127.0.0.1:6379', HEALTH_PORT = '8382' } = process.env;
const { CONCURRENCY = '4', DEADLINE_MS = '120000', STALLED_MS = '30000' } = process.env;

const shared = new Redis(REDIS_URL);
shared.on('error', (error) => console.error(`Redis: ${error.message}`));
// BullMQ waits for jobs on this one, for as long as Redis is away.
const connection = new Redis(REDIS_URL, { maxRetriesPerRequest: null });
connection.on('error', () => {});

const { tokenStore, callLimit, ledger } = redisStores(shared);
const epson = new EpsonConnect({ tokenStore, callLimit });
const options = {
  concurrency: Number(CONCURRENCY),
  deadlineMs: Number(DEADLINE_MS),
  stalledMs: Number(STALLED_MS),
};
const worker = startWorker({ connection, epson, ledger, ...options });
const health = serveHealth(worker, Number(HEALTH_PORT));

worker.worker.on('completed', ({ data }, { job, isRepeat }) =>
  console.log(`${data.id} is job ${job.id}${isRepeat ? ', printed before' : ''}`),
);
worker.worker.on('failed', (job, error) => console.error(`${job?.data.id ?? 'a job'}: ${error.message}`));

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await worker.close();
  health.close();
  await Promise.all([shared.quit(), connection.quit()]);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
