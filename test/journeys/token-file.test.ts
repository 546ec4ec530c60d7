import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { fileTokenStore } from 'epson-connect-sdk/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../support/folder.js';
import { journeyV2 } from '../support/mock/journey-v2.js';
import { connected, tokensFile } from '../support/sdk/cli-v2.js';

/** Asks for the printer whenever it is told to, with tokens from a file. */
const program = (options: object, path: string) => `
  import { EpsonConnect } from 'epson-connect-sdk';
  import { fileTokenStore } from 'epson-connect-sdk/node';
  const tokenStore = fileTokenStore(${JSON.stringify(path)});
  const epson = new EpsonConnect({ ...${JSON.stringify(options)}, tokenStore });
  process.on('message', () => epson.device().then(() => process.send('ok'), (error) => process.send(String(error))));
  process.send('ready');
`;

async function start(file: string): Promise<ChildProcess> {
  const execArgv = ['--import', 'tsx', '--conditions=epson-connect-kit:source'];
  const child = fork(file, { execArgv, cwd: fileURLToPath(new URL('..', import.meta.url)) });
  onTestFinished(() => void child.kill('SIGKILL'));
  expect(await once(child, 'message')).toEqual(['ready', undefined]);
  return child;
}

describe('processes that share a file of tokens', () => {
  it('renew at the same time on a host that retires old refresh tokens, and none is locked out', async () => {
    const folder = newFolder(fileURLToPath(new URL('.readme-', import.meta.url)));
    const host = await startMockHost({ assume: { 'refresh-rotation': 'on' } });
    onTestFinished(() => host.close());
    const path = join(folder, 'tokens.json');
    const file = join(folder, 'program.mts');
    await writeFile(file, program({ ...host.credentials, baseUrl: host.url }, path));
    const children = await Promise.all([start(file), start(file)]);
    const kept = async () => Object.values(JSON.parse(await readFile(path, 'utf8')).tokens);
    const seen = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      const answers = children.map((child) => once(child, 'message'));
      for (const child of children) child.send('go');
      expect((await Promise.all(answers)).map(([answer]) => answer)).toEqual(['ok', 'ok']);
      seen.add(JSON.stringify(await kept()));
      expect(await kept()).toHaveLength(1);
      // The printer's owner cuts every access token off; the refresh token in the file is the newest there is.
      host.control.expireTokens();
    }
    expect(seen.size).toBe(4);
    // A third process, much later, needs no password.
    host.control.journal.clear();
    const late = await start(file);
    const answer = once(late, 'message');
    late.send('go');
    expect(await answer).toEqual(['ok', undefined]);
    const grants = host.control.journal.read().filter(({ operation }) => operation === 'authenticate');
    expect(grants.map(({ response }) => response?.status)).toEqual([200]);
  });
});

describe('a file of tokens that cannot be written', () => {
  /** Puts a folder in the place of the file that is written beside, as a full disk or a read-only folder would be in the way. */
  const obstruct = (path: string) => mkdir(`${path}.new`);

  it('ends a call of version 2 before the refresh token is sent, and costs no connection', async () => {
    const path = join(newFolder(), 'tokens.json');
    const { host, epson, operations } = await journeyV2({}, { tokenStore: fileTokenStore(path) });
    host.control.expireTokens();
    await obstruct(path);
    const refused = { name: 'ConfigurationError', code: 'unusable_file' };
    for (let times = 0; times < 2; times += 1)
      expect(await epson.device().catch((error: unknown) => error)).toMatchObject(refused);
    expect(operations()).not.toContain('requestToken');
    await rmdir(`${path}.new`);
    await epson.device();
  });

  it('fails a command in the same way', async () => {
    const { host, shell } = await connected();
    host.control.expireTokens();
    host.control.journal.clear();
    await obstruct(tokensFile(shell));
    const { code, err } = await shell.run('device');
    expect([code, err]).toEqual([2, expect.stringContaining('connections.json cannot be written')]);
    expect(host.control.journal.read({ operation: 'requestToken' })).toEqual([]);
    await rmdir(`${tokensFile(shell)}.new`);
    expect((await shell.run('device')).code).toBe(0);
  });
});
