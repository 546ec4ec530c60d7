import { describe, expect, it } from 'vitest';
import { PDF } from '../support/mock/client.js';
import { controlClient, deviceOf, type ControlClient } from '../support/mock/control-client.js';
import type { Contract } from '../support/description/contract.js';

interface Correction {
  readonly curl: string | null;
  readonly variables: readonly { readonly name: string; readonly value: string | null }[];
}

/** Describes the corrected call of an exchange, and what is kept of its body. */
export function describeCorrecting(contract: Contract): void {
  /** The corrected call of the newest exchange. */
  async function correction({ order }: ControlClient): Promise<Correction> {
    const { entries } = (await order('readJournal')).body as { entries: { sequence: number }[] };
    const sequence = entries.at(-1)?.sequence ?? 0;
    return (await order('getCorrection', { sequence: String(sequence) })).body as Correction;
  }
  const valuesOf = ({ variables }: Correction) =>
    Object.fromEntries(variables.map(({ name, value }) => [name, value]));

  describe('the corrected call', () => {
    it('of version 1 is near to what was sent, and has no secret', async () => {
      const stage = controlClient(contract);
      const { client } = stage;
      const caller = await client.authenticate();
      await client
        .createJob(caller, {
          job_name: 'Rechnung',
          print_mode: 'Document',
          print_setting: {
            media_size: 'A4',
            media_type: 'mt_plainpaper',
            borderless: 'false',
            print_quality: 'high',
            source: 'auto',
            color_mode: 'mono',
          },
        })
        .expect(400);
      const corrected = await correction(stage);
      expect(corrected.curl).toContain('"job_name":"Rechnung","print_mode":"document"');
      expect(corrected.curl).toContain('"borderless":false,"print_quality":"high"');
      expect(valuesOf(corrected)).toEqual({
        EPSON_CONNECT_API_BASE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        TOKEN: null,
        DEVICE: caller.deviceId,
      });
      expect(JSON.stringify(corrected)).not.toContain(caller.token);
    });

    it('of a call in the wrong order is the call that is missing', async () => {
      const stage = controlClient(contract);
      const caller = await stage.client.authenticate();
      const job = await stage.client.job(caller);
      await stage.client.execute(caller, job.id).expect(405);
      const corrected = await correction(stage);
      expect(corrected.curl).toContain('"$UPLOAD_URI&File=1.pdf"');
      expect(valuesOf(corrected)).toEqual({ UPLOAD_URI: null, FILE: null });
    });

    it('of version 2 knows the job', async () => {
      const stage = controlClient(contract);
      const { device, token } = await deviceOf(stage);
      const id = await device.uploadedJob(token);
      await device.call('wrong', 'post', `/printing/jobs/${id}/print`).expect(401);
      expect((await correction(stage)).curl).toContain('/auth/token');
      await device.call(token, 'put', `/printing/jobs/${id}/print`);
      const corrected = await correction(stage);
      expect(corrected.curl).toContain('curl -sS -X POST');
      expect(valuesOf(corrected)).toMatchObject({ EPSON_CONNECT_API_KEY: null, JOB_ID: id });
    });

    it('is there for a call that was accepted with a warning', async () => {
      const stage = controlClient(contract);
      const caller = await stage.client.authenticate();
      await stage.client
        .createJob(caller, { job_name: 'a', print_mode: 'document', job_nam: 'b' })
        .expect(201);
      expect((await correction(stage)).curl).toContain(`-d '{"job_name":"a","print_mode":"document"}'`);
    });

    it('is none for a right call, and for one that no call mends; an entry must be there', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      const caller = await client.authenticate();
      expect(await correction(stage)).toEqual({ curl: null, variables: [] });
      const id = await client.executedJob(caller);
      await client.call(caller, 'post', `/jobs/${id}/cancel`, { operated_by: 'user' });
      expect(await correction(stage)).toEqual({ curl: null, variables: [] });
      for (const sequence of ['0', '999', 'x'])
        expect((await order('getCorrection', { sequence })).body).toMatchObject({ code: 'entry-unknown' });
    });
  });

  it('the first bytes of a file are in the journal, and those of no other body', async () => {
    const { client, order } = controlClient(contract);
    const caller = await client.authenticate();
    const job = await client.job(caller);
    await client.upload(job.upload_uri).expect(200);
    const { entries } = (await order('readJournal')).body as {
      entries: { request: { body_start: string | null } }[];
    };
    expect(entries.map(({ request }) => request.body_start)).toEqual([
      null,
      null,
      PDF.subarray(0, 16).toString('hex'),
    ]);
  });
}
