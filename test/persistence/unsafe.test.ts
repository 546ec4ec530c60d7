import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createMockHost, MockOptionError } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { builtCommand } from '../support/mock/built-command.js';
import { newFolder } from '../support/folder.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';

const isPosix = process.platform !== 'win32';
const NAMES = ['state.log', 'journal.log', 'format.json', 'lock.7'];
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe.runIf(isPosix)('a folder with something else in the place of a file', () => {
  it.each(NAMES)('is refused when it is a link: %s', (name) => {
    const [folder, elsewhere] = [newFolder(), join(newFolder(), 'elsewhere')];
    writeFileSync(elsewhere, 'somebody else wrote this', { mode: 0o644 });
    symlinkSync(elsewhere, join(folder, name));
    const start = () => createMockHost({ dataDir: folder });
    expect(start).toThrow(MockOptionError);
    expect(start).toThrow(
      new RegExp(`${name.replace('.', '\\.')} is a symbolic link.*; remove it, or name another folder`),
    );
    expect([readFileSync(elsewhere, 'utf8'), modeOf(elsewhere)]).toEqual(['somebody else wrote this', '644']);
    expect(readdirSync(folder).filter((each) => each !== name && each.startsWith('lock'))).toEqual([]);
  });

  it.each(['state.log.next', 'journal.log.next', 'reserve', 'reserve.next', 'format.json.next'])(
    'is not led elsewhere by a link that has the name of a file which is being written: %s',
    async (name) => {
      const [folder, elsewhere] = [newFolder(), join(newFolder(), 'elsewhere')];
      writeFileSync(elsewhere, 'somebody else wrote this');
      symlinkSync(elsewhere, join(folder, name));
      const { client, stop } = dataDirClient(folder);
      await client.print();
      await stop();
      expect(readFileSync(elsewhere, 'utf8')).toBe('somebody else wrote this');
    },
  );

  describe('of which a pipe would be waited for without end', () => {
    it.each([...NAMES, 'control-token'])('is refused: %s', (name) => {
      const folder = newFolder();
      execFileSync('mkfifo', ['-m', '600', join(folder, name)]);
      const args = [builtCommand(), '--port', '0', '--host', '0.0.0.0', '--data-dir', folder];
      const { status, stderr, error } = spawnSync(process.execPath, args, {
        timeout: 15_000,
        encoding: 'utf8',
      });
      expect(error).toBeUndefined();
      expect([status, stderr]).toEqual([
        2,
        expect.stringMatching(new RegExp(`${name.replace('.', '\\.')} is (?:not a regular|no) file`)),
      ]);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    });
  });
});

describe.runIf(isPosix)('a folder that was there before', () => {
  it('is made private with what lies in it, and that needs no word', async () => {
    const folder = newFolder();
    const first = dataDirClient(folder);
    await first.client.print();
    await first.stop();
    const files = readdirSync(folder).map((name) => join(folder, name));
    mkdirSync(join(folder, 'damaged'));
    for (const path of [folder, join(folder, 'damaged'), ...files])
      chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
    writeFileSync(join(folder, 'damaged', 'a line'), 'a token', { mode: 0o644 });
    writeFileSync(join(folder, 'my own.txt'), '', { mode: 0o644 });
    const { warnings } = dataDirClient(folder);
    expect(modeOf(folder)).toBe('700');
    for (const path of [...files, join(folder, 'damaged'), join(folder, 'damaged', 'a line')])
      expect([path, modeOf(path)]).toEqual([path, statSync(path).isDirectory() ? '700' : '600']);
    expect([modeOf(join(folder, 'my own.txt')), warnings]).toEqual(['644', []]);
  });

  it('is told of when it belongs to somebody else, who lets others read it', ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can be somebody else');
    const folder = newFolder();
    chmodSync(folder, 0o777);
    const script = `
      const { createMockHost } = await import(process.argv[1]);
      process.setuid(65534);
      await createMockHost({ dataDir: process.argv[2] }).close();`;
    const source = new URL('../../mock-server/src/index.ts', import.meta.url).href;
    const args = ['--import', 'tsx', '--input-type=module', '-e', script, source, folder];
    const { status, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      cwd: new URL('..', import.meta.url),
    });
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(
        new RegExp(`^epson-connect-mock: Others may use the folder ${folder} \\(mode 777\\).*chmod 700`),
      ),
    ]);
  });
});
