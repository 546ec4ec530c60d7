import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import { fileTokenStore } from 'epson-connect-sdk/node';
import { EpsonConnectV2 } from 'epson-connect-sdk/v2';
import { expect } from 'vitest';
import { seeded } from '../random.js';
import { LIFE_S, tokenProgram, type Told } from './token-program.js';

/** Result of a run. */
export interface SharedTokensReport {
  readonly processes: number;
  /** Calls that the host answered with the printer. */
  calls: number;
  /** Refreshes that the host granted. */
  refreshes: number;
  /** The largest number of requests with one refresh token. */
  mostPerToken: number;
  /** Refreshes that the host refused with `invalid_grant`. */
  invalidGrants: number;
  kills: number;
  /** Kills of a process that had the exclusive right. */
  killedHolders: number;
  /** Refresh tokens that the host had replaced for a process that was killed before it stored the answer. */
  lostAnswers: number;
  /** Connections that ended, each of which a person had to authorize again. */
  reauthorizations: number;
  /** Processes that were told so, over all ended connections. */
  told: number;
}

interface Refresh {
  readonly by: string;
  readonly status: number | null;
  readonly kills: ReadonlySet<string>;
}

const PROCESSES = 10;

/**
 * Lets ten processes share one file of tokens that live two seconds.
 *
 * @param seconds for how long
 * @param killSeed decides when processes are killed and which; undefined for none
 */
export async function shareTokens(seconds: number, killSeed?: number): Promise<SharedTokensReport> {
  const folder = await mkdtemp(join(tmpdir(), 'shared-tokens-'));
  const host = await startMockHost({ consent: 'auto' });
  const running = new Map<string, ChildProcess>();
  const report: SharedTokensReport = {
    processes: PROCESSES,
    calls: 0,
    refreshes: 0,
    mostPerToken: 0,
    invalidGrants: 0,
    kills: 0,
    killedHolders: 0,
    lostAnswers: 0,
    reauthorizations: 0,
    told: 0,
  };
  try {
    host.control.clock.setSpeed(3600 / LIFE_S);
    // Time for a kill before the host has refreshed, and after it.
    const slow = [
      { kind: 'delay', delay_ms: 60, spread_ms: 60 } as const,
      { kind: 'slow', bytes_per_second: 1_000 } as const,
    ];
    for (const effect of killSeed === undefined ? [] : slow)
      host.control.faults.add({ operation: 'requestToken', times: null, effect });
    const killed = new Set<string>();
    const byToken = followRefreshes(host, killed);
    const options = { ...host.credentialsV2, baseUrl: host.url };
    const owner = new EpsonConnectV2({ ...options, tokenStore: fileTokenStore(join(folder, 'tokens.json')) });
    await consent(host, owner);
    const start = await tokenProgram(folder, options);
    const failures: string[] = [];
    const dead = new Map<string, Extract<Told, { kind: 'dead' }>>();
    let started = 0;
    let newest = Promise.resolve();
    const startOne = () => {
      const name = `process-${(started += 1)}`;
      const child = start(name);
      running.set(name, child);
      // The first message: a call has succeeded, or the connection is dead.
      newest = Promise.race([once(child, 'message'), once(child, 'exit')]).then(() => {});
      child.on('exit', (code) => {
        if (code !== null) failures.push(`${name} ended with ${code}`);
      });
      child.on('message', (told: Told) => {
        if (told.kind === 'call') report.calls += 1;
        else if (told.kind === 'dead') dead.set(name, told);
        else failures.push(`${name}: ${told.error}`);
      });
    };
    for (let n = 0; n < PROCESSES; n += 1) startOne();
    const random = seeded(killSeed ?? 0);
    /** Once every living process knows that the connection has ended, a person authorizes again. */
    const recover = async () => {
      await expect
        .poll(() => [...running.keys()].every((name) => dead.has(name)), { timeout: 30_000 })
        .toBe(true);
      const codes = new Set([...dead].filter(([name]) => running.has(name)).map(([, { code }]) => code));
      expect([...codes]).toEqual(['refresh_lost']);
      expect([...dead.values()].filter(({ isFinder }) => isFinder).length).toBeLessThanOrEqual(1);
      report.told += dead.size;
      report.reauthorizations += 1;
      dead.clear();
      await consent(host, owner);
      for (const child of running.values()) child.send('again');
    };
    const endMs = performance.now() + seconds * 1000;
    while (performance.now() < endMs) {
      await newest;
      await sleep(killSeed === undefined ? 100 : random() * 300);
      if (dead.size > 0) await recover();
      else if (killSeed !== undefined) {
        const holder = await holderOf(folder);
        const names = [...running.keys()];
        const name =
          names.find((name) => running.get(name)?.pid === holder) ??
          names[Math.floor(random() * names.length)] ??
          '';
        const child = running.get(name);
        running.delete(name);
        killed.add(name);
        child?.kill('SIGKILL');
        if (child?.pid === holder) report.killedHolders += 1;
        report.kills += 1;
        startOne();
      }
    }
    // A token that the last kill has cost shows at the next refresh.
    const before = granted(byToken);
    await expect
      .poll(
        async () => {
          if (dead.size > 0) await recover();
          return granted(byToken) - before;
        },
        { timeout: 60_000, interval: 100 },
      )
      .toBeGreaterThan(2);
    expect(failures).toEqual([]);
    return { ...report, ...judged(byToken) };
  } finally {
    const exits = [...running.values()].map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    });
    await Promise.all(exits);
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Goes through the consent, as the browser of the printer's owner does; the code lives a sixth of a second here otherwise. */
async function consent({ control }: RunningMockHost, epson: EpsonConnectV2): Promise<void> {
  control.clock.freeze();
  const { url, ...kept } = await epson.authorizationUrl();
  const { headers } = await fetch(url, { redirect: 'manual' });
  await epson.authorize(headers.get('location') ?? '', kept);
  control.clock.freeze(false);
}

/** The process that has the exclusive right, by its ID. */
async function holderOf(folder: string): Promise<number | undefined> {
  const lock = (await readdir(folder)).find((name) => /^tokens\.json\.\w{16}\.lock$/.test(name));
  const text = lock && (await readFile(join(folder, lock), 'utf8').catch(() => ''));
  return text ? (JSON.parse(text) as { pid: number }).pid : undefined;
}

/** Collects the refreshes by refresh token, which the journal shows by its digest only. */
function followRefreshes({ control }: RunningMockHost, killed: ReadonlySet<string>): Map<string, Refresh[]> {
  const byToken = new Map<string, Refresh[]>();
  control.journal.listen(({ operation, request, response }) => {
    if (operation !== 'requestToken' || !request.body_text?.includes('grant_type=refresh_token')) return;
    const token = request.body_sha256 ?? '';
    const by = request.headers.find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? '';
    const all = [...(byToken.get(token) ?? []), { by, status: response.status, kills: new Set(killed) }];
    byToken.set(token, all);
  });
  return byToken;
}

const granted = (byToken: Map<string, Refresh[]>) =>
  [...byToken.values()].flat().filter(({ status }) => status === 200).length;

/** Checks each refresh token: only one whose holder was killed was sent again, and none after its refusal. */
function judged(byToken: Map<string, Refresh[]>) {
  const refreshes = [...byToken.values()];
  let ended = 0;
  for (const tries of refreshes) {
    const last = tries.at(-1);
    for (const { by } of tries.slice(0, -1)) expect([by, last?.kills.has(by)]).toEqual([by, true]);
    if (tries.some(({ status }) => status === 400)) ended += 1;
    if (last?.status === 400) expect(tries.length).toBeGreaterThan(1);
  }
  return {
    refreshes: granted(byToken),
    mostPerToken: Math.max(...refreshes.map(({ length }) => length)),
    invalidGrants: refreshes.flat().filter(({ status }) => status === 400).length,
    lostAnswers: ended,
  };
}
