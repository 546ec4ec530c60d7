import { describe, expect, it } from 'vitest';
import { clientOnFakeHost } from './test/client.js';
import { fakeClock } from './test/fake-clock.js';
import { deviceId, hanging, jobId, json, rejection, uploadUri, type StepName } from './test/fake-host.js';

const steps = ['authenticate', 'create', 'upload', 'execute'] as const;
const pdf = Object.freeze({ data: new TextEncoder().encode('%PDF-1.4'), name: 'invoice-17.pdf' });

describe('the limits of print', () => {
  it.each(steps)('stops at %s when it is aborted there, with the reason of the caller', async (step) => {
    const { host, epson } = clientOnFakeHost();
    host.next(step, hanging);
    const controller = new AbortController();
    const waiting = rejection(epson.print(pdf, { signal: controller.signal }));
    await expect.poll(() => host.requests(step)).toHaveLength(1);
    const reason = new Error('the user has gone');
    controller.abort(reason);
    expect(await waiting).toBe(reason);
    expect(host.requests(step)[0]?.signal.aborted).toBe(true);
    expect(host.steps()).toEqual(steps.slice(0, steps.indexOf(step) + 1));
  });

  it.each(steps)('gives up a try of %s after timeoutMs', async (step) => {
    const clock = fakeClock();
    const { host, epson } = clientOnFakeHost({ clock });
    host.next(step, hanging);
    const waiting = rejection(epson.print(pdf, { timeoutMs: 1000 }));
    await expect.poll(() => host.requests(step)).toHaveLength(1);
    clock.advance(1000);
    const error = await waiting;
    const timeout = { name: 'TimeoutError', code: 'timeout', step };
    expect(error).toMatchObject(
      step === 'execute' ? { name: 'OutcomeUnknownError', job_id: jobId, cause: timeout } : timeout,
    );
    if (step === 'upload') expect(error).toMatchObject({ job_id: jobId });
    expect(clock.pending).toBe(0);
  });

  it.each(steps)('gives up at %s when deadlineMs is over, though no try took long', async (step) => {
    const clock = fakeClock();
    const { host, epson } = clientOnFakeHost({ clock });
    const at = steps.indexOf(step);
    for (const earlier of steps.slice(0, at)) {
      const answers: Record<StepName, () => Response> = {
        authenticate: () => json(200, { access_token: 'T', expires_in: 3600, subject_id: deviceId }),
        create: () => json(201, { id: jobId, upload_uri: uploadUri }),
        upload: () => new Response(null),
        execute: () => json(200, {}),
        other: () => json(404, {}),
      };
      host.next(earlier, () => {
        clock.advance(100);
        return answers[earlier]();
      });
    }
    host.next(step, hanging);
    const waiting = rejection(epson.print(pdf, { deadlineMs: 1000 }));
    await expect.poll(() => host.requests(step)).toHaveLength(1);
    clock.advance(1000 - at * 100);
    const error = await waiting;
    const deadline = { name: 'TimeoutError', code: 'deadline', step };
    expect(error).toMatchObject(
      step === 'execute' ? { name: 'OutcomeUnknownError', cause: deadline } : deadline,
    );
  });

  it('knows that nothing prints when the deadline passes before execute is sent', async () => {
    const clock = fakeClock();
    const { host, epson } = clientOnFakeHost({ clock });
    host.next('upload', () => {
      clock.advance(1000);
      return new Response(null);
    });
    const error = await rejection(epson.print(pdf, { deadlineMs: 1000 }));
    expect(error).toMatchObject({ name: 'TimeoutError', code: 'deadline', job_id: jobId });
    expect(host.requests('execute')).toEqual([]);
  });
});
