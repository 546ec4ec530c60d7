import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { hintOf } from '../support/mock/client.js';
import { Contract } from '../support/description/contract.js';
import { newFolder } from '../support/folder.js';
import { dataDirClient } from '../support/mock/data-dir-client.js';

/** A small disk of its own, in memory; skips where this user may not mount one. */
function newDisk({ skip }: TestContext): string {
  const folder = join(newFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    skip('a disk can be mounted by root on Linux only');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return folder;
}

/** Fills a disk to its last byte. */
function fill(disk: string): () => void {
  const path = join(disk, 'filler');
  for (let size = 65_536; size >= 1; size = Math.floor(size / 4)) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size, 'x'), { flag: 'a' });
    } catch {
      // The next smaller piece may fit still.
    }
  }
  return () => rmSync(path);
}

describe('a disk that is full', () => {
  it('refuses what would change something, answers what reads, and goes on when there is room', async (context) => {
    const disk = newDisk(context);
    const { client, warnings, stop } = dataDirClient(join(disk, 'data'));
    const caller = await client.authenticate();
    const uploaded = await client.uploadedJob(caller);
    const open = await client.job(caller);
    const empty = fill(disk);
    // The room that was kept for it may still take the first calls; whatever they are answered with holds.
    const statuses: number[] = [];
    for (let count = 0; count < 100 && statuses.at(-1) !== 500; count += 1)
      statuses.push((await client.createJob(caller)).status);
    expect(statuses.at(-1)).toBe(500);
    const created = statuses.filter((status) => status === 201).length;
    const refused = await client.createJob(caller);
    expect(refused.body).toEqual({ code: 'internal_server_error' });
    expect(hintOf(refused)).toMatch(
      /^storage-failed: It cannot be kept: the folder .* cannot be written to \(the disk is full, ENOSPC\)/,
    );
    expect((await client.execute(caller, uploaded)).status).toBe(500);
    expect((await client.token()).body).toEqual({ error: 'server_error' });
    expect((await client.upload(open.upload_uri)).status).toBe(500);
    await client.call(caller, 'get', '').expect(200);
    await request(client.host.app).get('/_mock/api/jobs').expect(200);
    const contract = new Contract('control/openapi.yaml');
    const order = await contract.check(
      'seedPrinter',
      request(client.host.app).post('/_mock/api/printers').send({ email: 'a@print.epsonconnect.com' }),
    );
    expect([order.status, order.body.code]).toEqual([503, 'storage-failed']);
    expect(warnings.join()).toMatch(/the disk is full/);
    empty();
    await client.execute(caller, uploaded).expect(200);
    await client.createJob(caller).expect(201);
    const jobs = client.host.control.jobs();
    expect(jobs).toHaveLength(created + 3);
    await stop();
    const again = dataDirClient(join(disk, 'data'));
    expect(again.client.host.control.jobs().map(({ id, status }) => ({ id, status }))).toEqual(
      jobs.map(({ id, status }) => ({ id, status })),
    );
    expect(again.warnings).toEqual([]);
  });
});

it('refuses a document while the folder can only be read, and goes on when it can be written to again', async (context) => {
  const data = join(newDisk(context), 'data');
  const { client } = dataDirClient(data);
  const caller = await client.authenticate();
  await client.uploadedJob(caller);
  const { upload_uri: uri } = await client.job(caller);
  execFileSync('mount', ['--bind', data, data]);
  execFileSync('mount', ['-o', 'remount,bind,ro', data]);
  try {
    const refused = await client.upload(uri);
    expect([refused.status, hintOf(refused)]).toEqual([
      500,
      expect.stringMatching(/^storage-failed: .*it can only be read, EROFS/),
    ]);
    await client.call(caller, 'get', '').expect(200);
    expect(() => dataDirClient(data)).toThrow(/cannot be written to/);
  } finally {
    execFileSync('umount', ['-l', data]);
  }
  await client.upload(uri).expect(200);
});

describe('a folder that is removed while the mock runs', () => {
  it('is made anew with everything that was in memory', async () => {
    const folder = join(newFolder(), 'data');
    const first = dataDirClient(folder);
    const caller = await first.client.authenticate();
    const { id } = await first.client.job(caller);
    rmSync(folder, { recursive: true });
    await first.client.createJob(caller).expect(201);
    expect((await first.client.print()).status).toBe(200);
    await first.stop();
    const jobs = dataDirClient(folder).client.host.control.jobs();
    expect(jobs).toHaveLength(3);
    expect(jobs[0]?.id).toBe(id);
  });

  it('is not taken from another host that has it by then', async () => {
    const folder = join(newFolder(), 'data');
    const first = dataDirClient(folder);
    const caller = await first.client.authenticate();
    rmSync(folder, { recursive: true });
    const second = dataDirClient(folder);
    const response = await first.client.createJob(caller);
    expect([response.status, hintOf(response)]).toEqual([500, expect.stringContaining('is in use by')]);
    await first.client.call(caller, 'get', '').expect(200);
    expect((await second.client.print()).status).toBe(200);
  });

  it('refuses calls while something else is in its place', async () => {
    const folder = join(newFolder(), 'data');
    const { client } = dataDirClient(folder);
    const caller = await client.authenticate();
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file');
    expect((await client.createJob(caller)).status).toBe(500);
    await client.call(caller, 'get', '').expect(200);
    rmSync(folder);
    await client.createJob(caller).expect(201);
    expect(readdirSync(folder)).toContain('state.log');
  });
});
