import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('starts children and waits for them, until it is cut off', async () => {
  const forever = ['-e', 'setInterval(() => {}, 1000)'];
  const group = spawn(process.execPath, forever, { env: {}, stdio: 'ignore', detached: true });
  const { PATH } = process.env;
  const shell = spawn('sh', ['-c', 'sleep 600 & echo $!; wait'], { env: { PATH } });
  const [grandchild] = (await once(shell.stdout, 'data')) as [Buffer];
  writeFileSync(process.env['PIDS'] ?? '', `${group.pid} ${shell.pid} ${String(grandchild)}`);
  expect(await once(group, 'exit')).toBe('never');
});
