// Prints a file again and again, and tells what that took: `node print.mjs CLIENT URL FILE PRINTS WARM-UPS WARM-UP-FILE`.
// Writes `{ perSecond, cpuMs, peakBytes }`: processor time per print, and the most memory this process ever held.

import { readFileSync } from 'node:fs';
import { clients } from './clients.mjs';

const [name, url, file, prints, warmUps, warmUpFile] = process.argv.slice(2);
const print = await clients[name](url);
for (let count = 0; count < Number(warmUps); count += 1) await print(warmUpFile);
const startedMs = performance.now();
const cpu = process.cpuUsage();
for (let count = 0; count < Number(prints); count += 1) await print(file);
const tookMs = performance.now() - startedMs;
const { user, system } = process.cpuUsage(cpu);
const peakKiB = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
const result = {
  perSecond: (Number(prints) / tookMs) * 1000,
  cpuMs: (user + system) / 1000 / Number(prints),
  peakBytes: Number(peakKiB) * 1024,
};
process.stdout.write(JSON.stringify(result), () => process.exit());
