import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileLedger } from 'epson-connect-sdk/node';
import { expect, it, onTestFinished } from 'vitest';
import { rejection } from '../support/mock/journey.js';
import { newFolder } from '../support/folder.js';

const job = { id: 'j1', device_id: 'd1', job_name: 'invoice', print_mode: 'document' };

/** Every line is one that the ledger has written: none is torn, and none is glued to another. */
async function expectWholeLines(path: string, ids: readonly string[]): Promise<void> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(ids);
  await using ledger = await fileLedger(path);
  expect(ids.map((id) => ledger.get(id)?.state)).toEqual(ids.map(() => 'done'));
}

/** Mounts a disk of 64 KiB for the test; undefined where that is not allowed. */
function smallDisk(): string | undefined {
  const folder = newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

it('a full disk tears no line of a ledger, and the next one is recorded when there is room', async (context) => {
  const folder = smallDisk();
  if (folder === undefined) return context.skip('mounting a small disk needs root and Linux');
  const path = join(folder, 'printed.jsonl');
  const recorded: string[] = [];
  const ledger = await fileLedger(path);
  const filler = join(folder, 'filler');
  for (let round = 0; round < 3; round += 1) {
    expect(await rejection(writeFile(filler, Buffer.alloc(128 * 1024)))).toMatchObject({ code: 'ENOSPC' });
    // The rest of the last page of the ledger's file takes some lines, and a part of one.
    for (;;) {
      const id = `${round}-${recorded.length}`;
      try {
        await ledger.record(id, { state: 'done', job });
        recorded.push(id);
      } catch (error) {
        expect(error).toMatchObject({
          code: 'unusable_file',
          message: expect.stringMatching(/ENOSPC.*Make room .* run again with the same file\.$/),
        });
        expect(ledger.get(id)).toBeUndefined();
        break;
      }
    }
    await rm(filler);
    await ledger.record(`${round}-room`, { state: 'done', job });
    recorded.push(`${round}-room`);
  }
  await ledger.close();
  expect(recorded.length).toBeGreaterThan(20);
  await expectWholeLines(path, recorded);
});

it('a file that may not grow is a full disk, too', async (context) => {
  if (process.platform === 'win32') return context.skip('Windows limits no file sizes');
  const folder = newFolder(fileURLToPath(new URL('.full-disk-', import.meta.url)));
  const path = join(folder, 'printed.jsonl');
  const file = join(folder, 'program.mts');
  // Long lines meet the limit within themselves; a short one behind such a line still has room.
  const program = `
    import { fileLedger } from 'epson-connect-sdk/node';
    process.on('SIGXFSZ', () => {});
    const ledger = await fileLedger(${JSON.stringify(path)});
    const told = [];
    const long = (letter) => letter.repeat(1_500);
    for (const id of ['a', ...[...'bcdefghi'].map(long), 'j', long('k'), 'l'])
      await ledger.record(id, { state: 'done', job: ${JSON.stringify(job)} })
        .then(() => told.push([id, '']), ({ message }) => told.push([id, message]));
    process.send(told);
    await ledger.close();
  `;
  await writeFile(file, program);
  const execArgv = ['--import', 'tsx', '--conditions=epson-connect-kit:source'];
  // Blocks of 512 bytes, as POSIX has them, or of 1,024.
  const shell = join(folder, 'node');
  await writeFile(shell, `#!/bin/sh\nulimit -f 8 && exec '${process.execPath}' "$@"\n`, { mode: 0o700 });
  const child = fork(file, {
    execPath: shell,
    execArgv,
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [told] = (await once(child, 'message')) as [[string, string][]];
  await once(child, 'exit');
  const recorded = told.filter(([, message]) => message === '').map(([id]) => id);
  const refused = told.filter(([, message]) => message !== '');
  expect(recorded.slice(-1)).toEqual(['l']);
  expect(refused.length).toBeGreaterThan(1);
  for (const [, message] of refused) expect(message).toMatch(/EFBIG.*Make room/);
  await expectWholeLines(path, recorded);
});
