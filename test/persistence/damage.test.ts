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
import { MockOptionError } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { PDF } from '../support/mock/client.js';
import { newFolder } from '../support/folder.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';
import { rewriteStateLog } from '../support/mock/state-log.js';
import { seeded } from '../support/random.js';

/** A folder with a job printed, one that has its file, and one without. */
async function usedFolder() {
  const folder = newFolder();
  const { client, stop } = dataDirClient(folder);
  const caller = await client.authenticate();
  const printed = await client.executedJob(caller);
  const uploaded = await client.uploadedJob(caller);
  const { id: open } = await client.job(caller);
  await stop();
  return { folder, caller, printed, uploaded, open };
}

/** Changes the line of the log that holds a text. */
function spoilLine(folder: string, text: string): void {
  const path = join(folder, 'state.log');
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(
    path,
    lines
      .map((line) => (line.includes(text) ? line.replace(text, 'X'.repeat(text.length)) : line))
      .join('\n'),
  );
}

describe('a damaged folder', () => {
  it('is read but for the record that is damaged, which is set aside and told of', async () => {
    const { folder, caller, printed, uploaded, open } = await usedFolder();
    spoilLine(folder, open);
    const { client, warnings } = dataDirClient(folder);
    expect(client.host.control.jobs().map(({ id }) => id)).toEqual([printed, uploaded]);
    expect(warnings.join()).toMatch(/state\.log: .*damaged.*set aside as .*damaged/);
    const [name = ''] = readdirSync(join(folder, 'damaged'));
    expect(readFileSync(join(folder, 'damaged', name), 'utf8')).toContain('XXXXXXXX');
    const [entry] = client.host.control.journal.read({ rule: 'storage-damaged' });
    expect(entry?.hint).toBe(warnings[0]);
    await client.execute(caller, uploaded).expect(200);
  });

  type Records = [clientId: string, kind: string, key: string, value: object][];
  it.each<[string, (records: Records, jobId: string) => unknown]>([
    ['nothing at all', () => null],
    ['a commit at no time', () => ({ at: 1e300, records: [] })],
    [
      'a job that was printed at no time',
      (records, jobId) => ({
        at: 1,
        records: records
          .filter(([, , key]) => key === jobId)
          .map(([clientId, kind, key, value]) => [clientId, kind, key, { ...value, updatedAtMs: 1e300 }]),
      }),
    ],
    [
      'a clock at no time',
      ([[clientId] = ['', '', '', {}]]) => ({
        at: 1,
        records: [[clientId, 'clock', '', { worldMs: 1e300, anchorMs: 0, speed: 1, isFrozen: false }]],
      }),
    ],
  ])('is read but for a whole line that says what cannot be: %s', async (_name, make) => {
    const { folder, printed, uploaded, open } = await usedFolder();
    rewriteStateLog(folder, (lines) => {
      const records = lines.flatMap((json) => (JSON.parse(json) as { records?: Records }).records ?? []);
      return [...lines, JSON.stringify(make(records, printed))];
    });
    const { client, warnings } = dataDirClient(folder);
    const ids = client.host.control.jobs().map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([uploaded, open]));
    expect(warnings.join()).toMatch(/set aside as .*damaged/);
    await request(client.host.app).get('/_mock/api/clock').expect(200);
  });

  it('is told of once: the next start finds it mended', async () => {
    const { folder, open } = await usedFolder();
    spoilLine(folder, open);
    const first = dataDirClient(folder);
    await first.stop();
    const second = dataDirClient(folder);
    expect(first.warnings).toHaveLength(1);
    expect(second.warnings).toEqual([]);
  });

  it('keeps the file of a job whose record is damaged', async () => {
    const { folder, uploaded } = await usedFolder();
    spoilLine(folder, uploaded);
    spoilLine(folder, uploaded);
    const { warnings } = dataDirClient(folder);
    const kept = readdirSync(join(folder, 'damaged')).map((name) =>
      readFileSync(join(folder, 'damaged', name)),
    );
    expect(kept.some((bytes) => bytes.equals(PDF))).toBe(true);
    expect(warnings.join('\n')).toMatch(/the job that this belongs to could not be read/);
  });

  it('says of a job whose file somebody removed that it has to be uploaded again', async () => {
    const { folder, uploaded } = await usedFolder();
    rmSync(join(folder, 'incoming'), { recursive: true });
    const { client, warnings } = dataDirClient(folder);
    expect(warnings).toEqual([expect.stringMatching(`file of the job ${uploaded} is not there any more`)]);
    expect(client.host.control.jobs().find(({ id }) => id === uploaded)?.document).toBeNull();
  });

  it.each<[string, (log: Buffer) => Buffer, RegExp]>([
    [
      'cut within its first line',
      (log) => log.subarray(0, 50),
      /not one whole line .* lost\. It was set aside/,
    ],
    ['emptied', () => Buffer.alloc(0), /not one whole line .* lost\.$/],
    ['filled with zeros', () => Buffer.alloc(3000), /line 1 is damaged/],
    ['overwritten from its end on', (log) => Buffer.concat([log, Buffer.from('??')]), /line \d+ is damaged/],
  ])('is told of when its log was %s', async (_how, spoil, told) => {
    const { folder, uploaded } = await usedFolder();
    const path = join(folder, 'state.log');
    writeFileSync(path, spoil(readFileSync(path)));
    const { client, warnings, stop } = dataDirClient(folder);
    expect(warnings[0]).toMatch(told);
    // The file of a lost job is still there for people to find.
    const isLost = client.host.control.jobs().length === 0;
    expect(warnings.some((each) => /the job that this belongs to/.test(each))).toBe(isLost);
    expect(isLost || client.host.control.jobs().some(({ id }) => id === uploaded)).toBe(true);
    await stop();
    expect(dataDirClient(folder).warnings).toEqual([]);
  });

  it('is told of when its log is gone, and not when there never was anything', async () => {
    const { folder } = await usedFolder();
    rmSync(join(folder, 'state.log'));
    expect(dataDirClient(folder).warnings[0]).toMatch(/^state\.log: there is not one whole line/);
    const fresh = newFolder();
    await dataDirClient(fresh).stop();
    writeFileSync(join(fresh, 'state.log'), '');
    expect(dataDirClient(fresh).warnings).toEqual([]);
  });

  it('is started from with something else in the place of its log', async () => {
    const { folder } = await usedFolder();
    renameSync(join(folder, 'state.log'), join(folder, 'elsewhere'));
    mkdirSync(join(folder, 'state.log'));
    writeFileSync(join(folder, 'format.json'), '{"form');
    const { client, warnings } = dataDirClient(folder);
    expect(warnings.map((each) => each.split(':')[0])).toEqual([
      'format.json',
      'state.log',
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ]);
    expect(existsSync(join(folder, 'printed'))).toBe(true);
    await client.print();
  });

  it('never keeps the mock from starting, whatever a disk did to it', async () => {
    const { folder } = await usedFolder();
    const random = seeded(7);
    for (let round = 0; round < 30; round += 1) {
      const copy = newFolder();
      cpSync(folder, copy, { recursive: true });
      for (const name of ['state.log', 'journal.log', 'format.json']) {
        const bytes = readFileSync(join(copy, name));
        for (let count = 0; count < 5; count += 1)
          bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
        writeFileSync(join(copy, name), bytes.subarray(0, Math.ceil(random() * bytes.length)));
      }
      const { client, stop } = dataDirClient(copy);
      expect((await client.print()).status).toBe(200);
      await stop();
    }
  });
});

describe('a job that was being handed over when the process was killed', () => {
  it.each(['finished', 'unfinished'])('is as it was before, and prints once: the tray %s', async (how) => {
    const { folder, caller, uploaded } = await usedFolder();
    const [incoming = ''] = readdirSync(join(folder, 'incoming'));
    const tray = join(
      folder,
      'printed',
      how === 'finished' ? `20261122T120000Z ${uploaded}` : `.${uploaded}`,
    );
    mkdirSync(tray);
    writeFileSync(join(tray, 'job.json'), '{}');
    renameSync(join(folder, 'incoming', incoming), join(tray, '1.pdf'));
    const { client, warnings } = dataDirClient(folder);
    expect(warnings).toEqual([]);
    expect(existsSync(tray)).toBe(false);
    await client.execute(caller, uploaded).expect(200);
    await client.host.control.settled();
    expect(readdirSync(join(folder, 'printed')).filter((name) => name.includes(uploaded))).toHaveLength(1);
  });
});

describe('a folder of another version', () => {
  it('is read when it is older: what was printed stays, and uploads that belong to nothing go', async () => {
    const { folder, printed } = await usedFolder();
    for (const name of readdirSync(folder))
      if (!['incoming', 'printed'].includes(name)) rmSync(join(folder, name));
    writeFileSync(join(folder, 'incoming', 'my own.pdf'), PDF);
    const { client, warnings } = dataDirClient(folder);
    expect(warnings).toEqual([]);
    expect(readdirSync(join(folder, 'printed')).join()).toContain(printed);
    expect(readdirSync(join(folder, 'incoming'))).toEqual(['my own.pdf']);
    expect((await client.print()).status).toBe(200);
  });

  it('is refused when it is newer, and nothing in it is touched', async () => {
    const { folder } = await usedFolder();
    writeFileSync(join(folder, 'format.json'), '{"format":99,"version":"9.0.0"}');
    const before = readdirSync(folder);
    expect(() => dataDirClient(folder)).toThrow(MockOptionError);
    expect(() => dataDirClient(folder)).toThrow(
      /written by a newer version of the mock \(9\.0\.0, format 99; this is .*reads up to 2/,
    );
    expect(readdirSync(folder)).toEqual(before);
  });
});

it('refuses a folder that another host of this process has, and takes it when that one is closed', async () => {
  const folder = newFolder();
  const first = dataDirClient(folder);
  expect(() => dataDirClient(folder)).toThrow(/is in use by another mock host of this process/);
  await first.stop();
  expect((await dataDirClient(folder).client.print()).status).toBe(200);
});
