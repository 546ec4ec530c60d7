import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../support/folder.js';

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
