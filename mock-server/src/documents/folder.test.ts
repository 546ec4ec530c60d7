import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Folder, sweepTemporaryFolders } from './folder.js';

describe('the temporary folder', () => {
  it.runIf(process.platform !== 'win32')(
    'is readable by its owner alone, and has a name nobody can foresee',
    async () => {
      const folder = new Folder();
      onTestFinished(() => folder.close());
      const path = folder.path('incoming');
      expect((await stat(path)).mode & 0o777).toBe(0o700);
      expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
      expect(path).toMatch(/epson-connect-mock-\d+-\w{6}/);
    },
  );

  it.runIf(process.platform !== 'win32')(
    'of a killed process is swept, without following a link',
    async () => {
      const target = await mkdtemp(join(tmpdir(), 'epson-connect-tests-'));
      onTestFinished(() => rm(target, { recursive: true, force: true }));
      await writeFile(join(target, 'kept'), '');
      const link = join(tmpdir(), `epson-connect-mock-999999999-${Math.random().toString(36).slice(2)}`);
      await symlink(target, link);
      await sweepTemporaryFolders();
      expect([existsSync(link), existsSync(join(target, 'kept'))]).toEqual([false, true]);
    },
  );
});
