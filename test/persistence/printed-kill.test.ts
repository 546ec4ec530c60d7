import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Clock, type MockHostOptions } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { PDF, type Client } from '../support/mock/client.js';
import { newFolder } from '../support/folder.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';
import { rewriteStateLog } from '../support/mock/state-log.js';

const NOON = Date.UTC(2026, 10, 22, 12);
const still = (): MockHostOptions => ({ pace: 'fast', clock: new Clock(() => NOON) });
const namesIn = (path: string) => (existsSync(path) ? readdirSync(path) : []);
const printedIn = (folder: string) => namesIn(join(folder, 'printed'));
const jobOf = ({ host }: Client, id: string) => host.control.jobs().find((job) => job.id === id);
const pathOf = (client: Client, id: string) => jobOf(client, id)?.document?.path ?? '';

describe('after a kill between the end of a job and the move of its document', () => {
  /** Returns copies of the disk at the completion of a job: before its document was moved, and after. */
  async function killed() {
    const [folder, before, after] = [newFolder(), newFolder(), newFolder()];
    const { client } = dataDirClient(folder, { clock: new Clock(() => NOON) });
    const caller = await client.authenticate();
    const id = await client.executedJob(caller);
    copyDisk(folder, before);
    await client.host.control.settled();
    copyDisk(folder, after);
    const title = `20261122T120000Z ${id}`;
    return { id, before, after, title, draft: join(before, 'printed', `.${id}`) };
  }

  const incomingOf = (folder: string) =>
    join(folder, 'incoming', readdirSync(join(folder, 'incoming'))[0] ?? '');

  it.each<[string, (disk: Awaited<ReturnType<typeof killed>>) => void]>([
    ['nothing was done', () => {}],
    ['the folder was begun', ({ draft }) => mkdirSync(draft, { recursive: true })],
    [
      'the folder had its job.json',
      ({ draft, after, title }) => {
        mkdirSync(draft, { recursive: true });
        cpSync(join(after, 'printed', title, 'job.json'), join(draft, 'job.json'));
      },
    ],
    [
      'the folder had the document and no name',
      ({ before, draft, after, title }) => {
        mkdirSync(draft, { recursive: true });
        cpSync(join(after, 'printed', title, 'job.json'), join(draft, 'job.json'));
        renameSync(incomingOf(before), join(draft, '1.pdf'));
      },
    ],
    [
      'the document was moved and that was not kept',
      ({ before, after, title }) => {
        mkdirSync(join(before, 'printed'), { recursive: true });
        rmSync(incomingOf(before));
        cpSync(join(after, 'printed', title), join(before, 'printed', title), { recursive: true });
      },
    ],
  ])('it is printed once: %s', async (_when, doTo) => {
    const disk = await killed();
    expect(printedIn(disk.before)).toEqual([]);
    doTo(disk);
    const { client, warnings, stop } = dataDirClient(disk.before);
    expect(printedIn(disk.before)).toEqual([disk.title]);
    expect(namesIn(join(disk.before, 'printed', disk.title)).toSorted()).toEqual(['1.pdf', 'job.json']);
    expect(pathOf(client, disk.id)).toBe(join(disk.before, 'printed', disk.title, '1.pdf'));
    expect(readFileSync(pathOf(client, disk.id))).toEqual(PDF);
    expect([jobOf(client, disk.id)?.status, warnings]).toEqual(['completed', []]);
    await stop();
    const again = dataDirClient(disk.before).client;
    expect(readFileSync(pathOf(again, disk.id))).toEqual(PDF);
    expect([printedIn(disk.before), readdirSync(join(disk.before, 'incoming'))]).toEqual([[disk.title], []]);
  });

  it('it is printed although the log says less than job.json does', async () => {
    const { id, after, title } = await killed();
    // The log is cut in front of the line that says that the job was executed.
    const log = readFileSync(join(after, 'state.log'), 'utf8').split('\n');
    const at = log.findIndex((line) => line.includes(id) && line.includes('"executedAtMs"'));
    writeFileSync(join(after, 'state.log'), `${log.slice(0, at).join('\n')}\n`);
    const { client } = dataDirClient(after);
    expect(jobOf(client, id)).toMatchObject({
      status: 'completed',
      total_pages: 1,
      executed_at: '2026-11-22T12:00:00.000Z',
    });
    expect([printedIn(after), readFileSync(pathOf(client, id))]).toEqual([[title], PDF]);
    expect((await client.execute(await client.authenticate(), id)).status).toBe(405);
  });
});

describe('a folder of a version that moved documents at execute', () => {
  it.each(['pending', 'canceled'])('has the document of a %s job back where it waits', async (status) => {
    const folder = newFolder();
    const first = dataDirClient(folder, still());
    const caller = await first.client.authenticate();
    const id = await first.client.executedJob(caller);
    if (status === 'canceled') await first.client.call(caller, 'post', `/jobs/${id}/cancel`).expect(200);
    else first.client.host.control.clock.advance(300);
    await first.stop();
    // As that version left it: the path in the log, the document in the folder, a job.json without its end.
    const title = `20261122T120000Z ${id}`;
    const [name = ''] = readdirSync(join(folder, 'incoming'));
    const tray = join(folder, 'printed', title);
    mkdirSync(tray, { recursive: true });
    writeFileSync(join(tray, 'job.json'), JSON.stringify({ id }));
    renameSync(join(folder, 'incoming', name), join(tray, '1.pdf'));
    rewriteStateLog(folder, (lines) =>
      lines.map((json) => json.replaceAll(`incoming/${name}`, `printed/${title}/1.pdf`)),
    );
    const { client, warnings } = dataDirClient(folder, still());
    expect([printedIn(folder), warnings]).toEqual([[], []]);
    expect(readFileSync(pathOf(client, id))).toEqual(PDF);
    client.host.control.clock.advance(10_000);
    await client.host.control.settled();
    expect(jobOf(client, id)?.status).toBe(status === 'pending' ? 'completed' : 'canceled');
    expect(printedIn(folder)).toHaveLength(status === 'pending' ? 1 : 0);
    expect(readFileSync(pathOf(client, id))).toEqual(PDF);
  });
});

/** Copies what a killed process leaves; the lock is that of a living one here. */
function copyDisk(from: string, to: string): void {
  cpSync(from, to, { recursive: true, filter: (name) => !/lock\.\d+$/.test(name) });
}
