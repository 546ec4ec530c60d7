import { Clock } from 'epson-connect-mock';
import { EpsonConnect, type EpsonConnectOptions, type LogEntry } from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { document, journey } from '../support/mock/journey.js';
import { sharedTime } from '../support/sdk/shared-time.js';

async function paced(options: EpsonConnectOptions = {}) {
  const time = sharedTime();
  const { clock, fetch } = time;
  const made = await journey(
    { pace: 'instant', clock: new Clock(() => clock.nowMs()) },
    { clock, fetch, random: () => 0.5, ...options },
  );
  const another = (more: EpsonConnectOptions = {}) =>
    new EpsonConnect({ ...made.host.credentials, baseUrl: made.host.url, clock, fetch, ...more });
  const refused = () => made.exchanges.filter(({ outcome }) => outcome?.status === 403).length;
  return { ...made, time, another, refused };
}

describe('the pace of the SDK on the mock', () => {
  it('prints 300 documents, by two clients of one client ID, without one refused call', async () => {
    const { epson, time, another, refused, operations } = await paced();
    const clients = [epson, another()];
    let begun = 0;
    const jobs = new Set<string>();
    const work = async (_: unknown, index: number) => {
      for (; begun < 300;) {
        begun += 1;
        jobs.add((await (clients[index % 2] as EpsonConnect).print(document)).id);
      }
    };
    const startMs = time.clock.monotonicMs();
    await time.pass(Promise.all(Array.from({ length: 20 }, work)));
    expect([jobs.size, refused()]).toEqual([300, 0]);
    expect(operations().filter((each) => each === 'executePrint')).toHaveLength(300);
    // 600 calls, 100 a minute: the first hundred at once. No faster, and not much slower.
    const minutes = (time.clock.monotonicMs() - startMs) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(5);
    expect(minutes).toBeLessThan(6);
  });

  it('logs a call that waits for its turn', async () => {
    const entries: LogEntry[] = [];
    const { epson, time } = await paced({ callsPerMinute: 3, logger: (entry) => entries.push(entry) });
    await time.pass(epson.print(document).then(() => epson.print(document)));
    const waited = entries.filter(({ message }) => message === 'paced');
    expect(waited).toEqual([
      {
        level: 'info',
        message: 'paced',
        step: 'execute',
        job_id: expect.any(String),
        delayMs: expect.any(Number),
      },
    ]);
  });

  it('slows down for all after a refusal that other processes have caused, and prints each document once', async () => {
    const { epson, host, time, another, refused } = await paced();
    // A second process: it knows nothing of the pace of this one.
    const elsewhere = another({ callsPerMinute: Infinity, retries: 0 });
    const work = (async () => {
      for (let count = 0; count < 40; count += 1) await elsewhere.print(document);
      return Promise.all(Array.from({ length: 30 }, () => epson.print(document)));
    })();
    expect(await time.pass(work)).toHaveLength(30);
    expect(refused()).toBeGreaterThan(0);
    // Those who were on their way were refused together; after them one by one asks whether the door is open.
    expect(refused()).toBeLessThan(30);
    expect(host.control.jobs().filter((job) => job.status === 'completed')).toHaveLength(70);
  });
});
