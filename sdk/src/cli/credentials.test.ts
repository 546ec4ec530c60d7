import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rejection } from '../test/fake-host.js';
import { readCredentials } from './credentials.js';
import { credentialsPath, tokenCachePath } from './paths.js';
import type { Io } from './terminal.js';

const lines = (id: string) =>
  `# mine\nEPSON_CONNECT_API_CLIENT_ID=${id}\nEPSON_CONNECT_API_CLIENT_SECRET="s3cret-${id}"\nEPSON_CONNECT_API_PRINTER_EMAIL=${id}@print.test\n`;

const inEnvironment = {
  EPSON_CONNECT_API_CLIENT_ID: 'env',
  EPSON_CONNECT_API_CLIENT_SECRET: 'e',
  EPSON_CONNECT_API_PRINTER_EMAIL: 'env@print.test',
};

function somewhere(env: NodeJS.ProcessEnv = {}, input = '') {
  const home = mkdtempSync(join(tmpdir(), 'epson-connect-cli-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const io = {
    env: { HOME: home, ...env },
    platform: 'linux',
    stdin: Readable.from([input]),
  } as unknown as Io;
  return { home, io };
}

async function writtenTo(path: string, text: string, mode = 0o600): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode });
  await chmod(path, mode);
  return path;
}

describe('credentials', () => {
  it('come from the named file, else from the environment, else from the file of the user', async () => {
    const { home, io } = somewhere(inEnvironment);
    await writtenTo(credentialsPath(io), lines('own'));
    const named = await writtenTo(join(home, 'named'), lines('named'));
    expect(await readCredentials(io, named, undefined)).toMatchObject({
      clientId: 'named',
      clientSecret: 's3cret-named',
      isPassing: false,
    });
    expect(await readCredentials(io, undefined, undefined)).toMatchObject({ clientId: 'env' });
    delete io.env['EPSON_CONNECT_API_CLIENT_ID'];
    expect(await readCredentials(io, undefined, 'other@print.test')).toMatchObject({
      clientId: 'own',
      printerEmail: 'other@print.test',
    });
  });

  it('come from standard input, and are then for this call only', async () => {
    const { io } = somewhere({}, lines('in'));
    expect(await readCredentials(io, '-', undefined)).toMatchObject({ clientId: 'in', isPassing: true });
  });

  it.skipIf(process.platform === 'win32').each([0o644, 0o640, 0o604])(
    'are refused from a file of mode %o',
    async (mode) => {
      const { home, io } = somewhere();
      const path = await writtenTo(join(home, 'open'), lines('open'), mode);
      const error = await rejection(readCredentials(io, path, undefined));
      expect(error).toMatchObject({
        name: 'UsageError',
        message: `${path} can be read by others (mode ${mode.toString(8)}); restrict it: chmod 600 ${path}`,
      });
    },
  );

  it.skipIf(process.platform === 'win32')('are refused from a pipe, which may never end', async () => {
    const { home, io } = somewhere();
    const path = join(home, 'pipe');
    execFileSync('mkfifo', ['-m', '600', path]);
    expect(await rejection(readCredentials(io, path, undefined))).toMatchObject({
      name: 'UsageError',
      message: `${path} is not a file: pass it by standard input, --credentials - < ${path}`,
    });
  });

  it.skipIf(process.platform === 'win32').each([
    [0o777, 'refused'],
    [0o770, 'refused'],
    [0o1777, 'taken'],
    [0o755, 'taken'],
    [0o700, 'taken'],
  ])('in a folder of mode %o are %s', async (mode, outcome) => {
    const { home, io } = somewhere();
    const folder = join(home, 'folder');
    const path = await writtenTo(join(folder, 'mine'), lines('mine'));
    await chmod(folder, mode);
    const reading = readCredentials(io, path, undefined);
    if (outcome === 'taken') expect(await reading).toMatchObject({ clientId: 'mine' });
    else
      expect(await rejection(reading)).toMatchObject({
        name: 'UsageError',
        message: `${folder} can be written to by others (mode ${mode.toString(8)}), who could replace the credentials; restrict it: chmod go-w ${folder}`,
      });
  });

  it.skipIf(process.platform === 'win32')(
    'are refused behind a link into a folder that others can write to',
    async () => {
      const { home, io } = somewhere();
      const folder = await realpath(home).then((real) => join(real, 'folder'));
      const path = await writtenTo(join(folder, 'mine'), lines('mine'));
      await chmod(folder, 0o777);
      const link = join(home, 'link');
      await symlink(path, link);
      expect(await rejection(readCredentials(io, link, undefined))).toMatchObject({
        name: 'UsageError',
        message: expect.stringContaining(`${folder} can be written to by others (mode 777)`),
      });
    },
  );

  it('name what is missing, where it may be put, and no value', async () => {
    const { home, io } = somewhere({ EPSON_CONNECT_API_CLIENT_SECRET: 's3cret' });
    const { message } = (await rejection(readCredentials(io, undefined, undefined))) as Error;
    expect(message).toContain('missing: EPSON_CONNECT_API_CLIENT_ID, EPSON_CONNECT_API_PRINTER_EMAIL.');
    expect(message).toContain(credentialsPath(io));
    expect(message).not.toContain('s3cret');
    const path = await writtenTo(join(home, 'rubbish'), 'the s3cret is here\n');
    for (const from of [path, join(home, 'nowhere'), home]) {
      const error = (await rejection(readCredentials(io, from, undefined))) as Error;
      expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining(from) });
      expect(error.message).not.toContain('s3cret');
    }
  });

  it.each([
    ['linux', {}, '.config', '.cache'],
    ['linux', { XDG_CONFIG_HOME: '/x/c', XDG_CACHE_HOME: '/x/k' }, '/x/c', '/x/k'],
    ['darwin', {}, 'Application Support', 'Caches'],
    ['win32', { APPDATA: '/roaming', LOCALAPPDATA: '/local' }, '/roaming', '/local'],
  ])('lie where %s keeps such things (%j)', (platform, env, config, cache) => {
    const where = { env: { HOME: '/h', ...env }, platform } as Pick<Io, 'env' | 'platform'>;
    expect(credentialsPath(where)).toContain(join(config, 'epson-connect', 'credentials'));
    expect(tokenCachePath(where)).toContain(join(cache, 'epson-connect', 'tokens.json'));
  });
});
