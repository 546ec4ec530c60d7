import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PDF } from '../support/mock/client.js';
import { newFolder } from '../support/folder.js';
import { builtCommand } from '../support/mock/built-command.js';
import { NeverListened, startProcess, type MockProcess } from '../support/mock/mock-process.js';

async function start(folder: string): Promise<MockProcess> {
  const mock = await startProcess(builtCommand(), ['--data-dir', folder]);
  onTestFinished(() => mock.kill());
  return mock;
}

it('lets one process have a folder, and says to the second one which process has it', async () => {
  const folder = newFolder();
  const mock = await start(folder);
  const refused = await startProcess(builtCommand(), ['--data-dir', folder]).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NeverListened);
  const { code, complaints } = refused as NeverListened;
  expect(code).toBe(2);
  expect(complaints).toMatch(`the folder ${folder} is in use by process ${mock.child.pid}`);
  expect(complaints.trimEnd().split('\n')).toHaveLength(1);
  await mock.kill();
  await start(folder);
});

it('lets one of two processes have a folder whose last one was killed', async () => {
  const folder = newFolder();
  await (await start(folder)).kill();
  const started = await Promise.allSettled([start(folder), start(folder)]);
  expect(started.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it.skipIf(process.platform === 'win32')(
  'keeps tokens and secrets where nobody but their owner can read them',
  async () => {
    const folder = join(newFolder(), 'data');
    const mock = await start(folder);
    const answer = await fetch(`${mock.url}/_mock/api/print`, { method: 'POST', body: documentForm() });
    expect(answer.status).toBe(201);
    await mock.kill();
    expect(readFileSync(join(folder, 'state.log'), 'utf8')).toContain('"uploadKey":');
    const open = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => (statSync(join(folder, name)).mode & 0o077) !== 0,
    );
    expect(open).toEqual([]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  },
);

it('never lets a name from the wire become a path', async () => {
  const folder = join(newFolder(), 'data');
  mkdirSync(folder);
  const mock = await start(folder);
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(PDF)]), '../../../../escaped.pdf');
  form.append('job_name', '../../job');
  expect((await fetch(`${mock.url}/_mock/api/print`, { method: 'POST', body: form })).status).toBe(201);
  await mock.stop();
  const lines = readdirSync(join(folder, '..'), { recursive: true }).map(String);
  expect(lines.filter((name) => /escaped|job$/.test(name))).toEqual([]);
  expect(lines.filter((name) => !name.startsWith('data'))).toEqual([]);
});

function documentForm(): FormData {
  const form = new FormData();
  form.append('file', new Blob([PDF]), 'invoice.pdf');
  return form;
}
