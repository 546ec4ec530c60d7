import { cpSync, existsSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from '../support/folder.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';
import { seeded } from '../support/random.js';

const namesIn = (path: string) => (existsSync(path) ? readdirSync(path) : []).toSorted();

it('tells of every line that was cut, and leaves what was printed where it is', async () => {
  const folder = newFolder();
  const first = dataDirClient(folder);
  const caller = await first.client.authenticate();
  for (let count = 0; count < 4; count += 1) {
    await first.client.executedJob(caller);
    await first.client.host.control.settled();
    await first.client.uploadedJob(caller);
  }
  await first.stop();
  const log = readFileSync(join(folder, 'state.log'));
  const printed = namesIn(join(folder, 'printed'));
  expect(printed).toHaveLength(4);
  const random = seeded(12);
  const silent: number[] = [];
  for (let cut = 0; cut < 100; cut += 1) {
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });
    let at = 1 + Math.floor(random() * (log.length - 1));
    // In the middle of a line: behind its first byte, and before its last.
    while (log[at - 1] === 0x0a || log[at] === 0x0a) at -= 1;
    truncateSync(join(copy, 'state.log'), at);
    const { client, warnings, stop } = dataDirClient(copy);
    if (!/state\.log: .*(?:line is incomplete|not one whole line)/.test(warnings.join('\n'))) silent.push(at);
    expect(namesIn(join(copy, 'printed'))).toEqual(printed);
    for (const { id, status } of client.host.control.jobs())
      if (printed.some((name) => name.endsWith(id))) expect(status).toBe('completed');
    await stop();
    expect(namesIn(join(copy, 'printed'))).toEqual(printed);
    const again = dataDirClient(copy);
    expect(again.warnings).toEqual([]);
    await again.stop();
  }
  expect(silent).toEqual([]);
});

it('says what the cut line was about, without its secrets, and what to do', async () => {
  const folder = newFolder();
  const { client, stop } = dataDirClient(folder);
  const caller = await client.authenticate();
  const id = await client.uploadedJob(caller);
  await stop();
  const path = join(folder, 'state.log');
  const log = readFileSync(path);
  truncateSync(path, log.length - 5);
  const { warnings } = dataDirClient(folder);
  expect(warnings[0]).toMatch(
    new RegExp(
      `^state\\.log: its last line is incomplete.*job ${id}.*If the mock was killed.*send again what is missing.*set aside as`,
    ),
  );
  expect(warnings.join('\n')).not.toMatch(/[0-9A-Za-z]{64}/);
});
