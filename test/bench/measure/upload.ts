import { createReadStream, truncateSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, isUp, uploadCall } from '../calls.js';
import type { Entrants } from '../entrants.js';
import { start, type Program } from '../processes.js';
import { inTurns, type Run } from '../run.js';

const MIB = 2 ** 20;

/** A large document that is kept on disk: how long it takes, and how far memory rises at most. */
export async function measureUpload(run: Run, entrants: Entrants): Promise<void> {
  const { node, express, mock, peers, variants } = entrants;
  const kept = variants.filter(({ name }) => name.includes('--data-dir'));
  for (const size of run.isQuick ? [100] : [100, 500]) {
    run.log(`upload of ${size} MiB`);
    const file = largeFile(run, size);
    await measureSize(run, [node, express, mock, ...kept], size, file, run.rounds(7, 2));
    if (size === 100 && !run.isQuick) await measureSize(run, peers, size, file, 1);
    rmSync(file);
  }
}

/** A PDF by its first bytes, and a hole by the rest: reading it costs next to nothing. */
export function largeFile(run: Run, sizeMiB: number): string {
  const file = join(run.folder, `${sizeMiB}.pdf`);
  writeFileSync(file, '%PDF-1.4\n');
  truncateSync(file, sizeMiB * MIB);
  return file;
}

async function measureSize(
  run: Run,
  programs: readonly Program[],
  size: number,
  file: string,
  rounds: number,
): Promise<void> {
  const about = { base: 'node:http' };
  const took = run.results.measure(`upload-${size}-time`, {
    ...about,
    title: `Upload of ${size} MiB`,
    unit: 'ms',
  });
  const grew = run.results.measure(`upload-${size}-memory`, {
    ...about,
    title: `Growth of memory at most, upload of ${size} MiB`,
    unit: 'MiB',
  });
  await inTurns(run, `upload of ${size} MiB`, programs, rounds, async (program) => {
    const folder = run.newFolder(true);
    const server = await start(program, folder, isUp);
    const client = new Client(server.url);
    try {
      // The first print loads and compiles code, which is no cost of the document.
      await client.print();
      const job = await client.create(await client.authenticate());
      const call = uploadCall(job.upload_uri);
      const [before, startedMs] = [server.memory().nowBytes, performance.now()];
      const headers = { ...call.headers, 'Content-Length': String(size * MIB) };
      await client.send({ ...call, headers }, createReadStream(file, { highWaterMark: 256 * 1024 }));
      took(program.name, performance.now() - startedMs);
      grew(program.name, (server.memory().mostBytes - before) / MIB);
    } finally {
      client.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
