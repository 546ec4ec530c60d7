// 1,000 prints, 100 at a time, in a process of its own: how far memory stands above the start when all is reset, and how
// long fifty hosts take to start and stop. Prints the two numbers, in MB and ms.

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';

const bytes = new Uint8Array(readFileSync(new URL('../../openapi/examples/sample.pdf', import.meta.url)));
const host = await startMockHost({ pace: 'instant', callsPerMinute: Number.POSITIVE_INFINITY });
const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url, callsPerMinute: Infinity });

async function printMany(count: number): Promise<void> {
  let begun = 0;
  const work = async () => {
    for (; begun < count;) {
      begun += 1;
      await epson.print({ data: bytes, name: 'document.pdf' });
    }
  };
  await Promise.all(Array.from({ length: 100 }, work));
}

async function memoryAfterReset(): Promise<number> {
  await host.control.reset();
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  return process.memoryUsage.rss();
}

// The first prints load and compile code, which is no cost of a print.
await printMany(200);
const beforeBytes = await memoryAfterReset();
await printMany(1000);
const afterBytes = await memoryAfterReset();
await host.close();

const startedMs = performance.now();
for (let count = 0; count < 50; count += 1) await (await startMockHost()).close();
process.stdout.write(JSON.stringify([(afterBytes - beforeBytes) / 2 ** 20, performance.now() - startedMs]));
