// Adds documents to the queue: `npx tsx produce.ts invoices/17.pdf invoices/18.pdf`. The path is the ID of a document.
import process from 'node:process';
import { Redis } from 'ioredis';
import { addPrints, openPrints } from './queue.js';

const connection = new Redis(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379', {
  maxRetriesPerRequest: null,
});
const prints = openPrints(connection);
const files = process.argv.slice(2);
await addPrints(
  prints,
  files.map((file) => ({ id: file, file })),
);
console.log(`${files.length} documents are in the queue, or were there before`);
await prints.close();
await connection.quit();
