import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Client, isUp } from './calls.js';
import { start, type Program } from './processes.js';
import { createRun, inTurns, within } from './run.js';

const NODE_HTTP: Program = {
  name: 'node:http',
  args: (port, folder) => [
    fileURLToPath(new URL('servers/node-http.mjs', import.meta.url)),
    String(port),
    folder,
  ],
};

function newRun() {
  const run = createRun(true, () => {});
  onTestFinished(() => run[Symbol.dispose]());
  return run;
}

describe('a run', () => {
  it.skipIf(process.platform !== 'linux')(
    'starts a program, prints by it, reads what it took, and ends it',
    async () => {
      const server = await start(NODE_HTTP, newRun().newFolder(), isUp);
      onTestFinished(() => server.stop());
      const client = new Client(server.url);
      await client.print();
      client.close();
      expect(server.cpuS()).toBeGreaterThan(0);
      const { nowBytes, mostBytes } = server.memory();
      expect(mostBytes).toBeGreaterThanOrEqual(nowBytes);
      await server.stop();
      await expect(isUp(server.url)).rejects.toThrow('ECONNREFUSED');
    },
  );

  it('tells what a program that ends at once has said', async () => {
    const broken: Program = { name: 'broken', args: () => ['--eval', 'throw new Error("no luck")'] };
    await expect(start(broken, newRun().folder, isUp)).rejects.toThrow(/broken ended with 1:[^]*no luck/);
  });

  it('leaves out whoever fails, says why, and goes on with the others', async () => {
    const run = newRun();
    const turns: string[] = [];
    await inTurns(run, 'start-up', [{ name: 'a' }, { name: 'b' }], 2, async ({ name }) => {
      turns.push(name);
      if (name === 'a') throw new Error('it broke');
    });
    expect(turns).toEqual(['a', 'b', 'b']);
    expect(run.results.missing).toEqual([{ what: 'start-up: a', why: 'it broke' }]);
  });

  it('does not wait for ever', async () => {
    await expect(within(1, 'the answer', () => new Promise(() => {}))).rejects.toThrow(
      'the answer took longer than 0.001 s',
    );
  });

  it('removes its folder at the end', () => {
    const run = createRun(true, () => {});
    expect(existsSync(run.newFolder())).toBe(true);
    run[Symbol.dispose]();
    expect(existsSync(run.folder)).toBe(false);
  });
});
