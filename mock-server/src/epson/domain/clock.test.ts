import { describe, expect, it } from 'vitest';
import { Clock } from './clock.js';

/** A clock that stands at 0 until it is moved. */
const still = () => new Clock(() => 0);

describe('the clock', () => {
  it('lets happen what is due when it is moved, in the order of time, at its own time', () => {
    const clock = still();
    const happened: [string, number][] = [];
    for (const [name, atMs] of [
      ['late', 200],
      ['early', 100],
      ['never', 400],
      ['early too', 100],
    ] as const) {
      clock.at(atMs, () => happened.push([name, clock.now()]));
    }
    clock.advance(300);
    expect(happened).toEqual([
      ['early', 100],
      ['early too', 100],
      ['late', 200],
    ]);
    expect(clock.now()).toBe(300);
  });

  it('lets happen what is made on the way', () => {
    const clock = still();
    const times: number[] = [];
    const again = () => {
      times.push(clock.now());
      clock.at(clock.now() + 100, again);
    };
    clock.at(100, again);
    clock.advance(350);
    expect(times).toEqual([100, 200, 300]);
  });

  it('lets happen at once what is due already, after what is happening', () => {
    const clock = still();
    const happened: string[] = [];
    clock.at(0, () => {
      clock.at(0, () => happened.push('inner'));
      happened.push('outer');
    });
    expect(happened).toEqual(['outer', 'inner']);
  });

  it('does not let happen what was called off', () => {
    const clock = still();
    const callOff = clock.at(100, () => expect.unreachable());
    callOff();
    clock.advance(1000);
    expect(clock.now()).toBe(1000);
  });

  it('goes on after something that fails, and tells of the failure', () => {
    const clock = still();
    let count = 0;
    clock.at(100, () => {
      throw new Error('failed');
    });
    clock.at(100, () => (count += 1));
    expect(() => clock.advance(100)).toThrow('failed');
    clock.advance(0);
    expect([count, clock.now()]).toEqual([1, 100]);
  });

  it('lets things happen by itself as real time passes', async () => {
    const clock = new Clock();
    const startMs = Date.now();
    await new Promise<void>((resolve) => clock.at(clock.now() + 20, resolve));
    expect(Date.now()).toBeGreaterThanOrEqual(startMs + 19);
  });

  it('stands still while it is frozen, and goes on from there', () => {
    let systemMs = 1000;
    const clock = new Clock(() => systemMs);
    clock.freeze();
    systemMs += 500;
    expect([clock.now(), clock.isFrozen]).toEqual([1000, true]);
    clock.advance(10);
    expect(clock.now()).toBe(1010);
    clock.freeze(false);
    systemMs += 5;
    expect(clock.now()).toBe(1015);
  });

  it('runs faster or slower from where it is', () => {
    let systemMs = 0;
    const clock = new Clock(() => systemMs);
    systemMs = 100;
    clock.setSpeed(60);
    systemMs = 200;
    expect([clock.now(), clock.speed]).toEqual([6100, 60]);
    clock.setSpeed(0.5);
    systemMs = 300;
    expect(clock.now()).toBe(6150);
    for (const speed of [0, -1, Number.NaN]) expect(() => clock.setSpeed(speed)).toThrow(RangeError);
  });

  it('lets things happen sooner when it is sped up', async () => {
    const clock = new Clock();
    const hour = new Promise<void>((resolve) => clock.at(clock.now() + 3_600_000, resolve));
    clock.setSpeed(1_000_000_000);
    await hour;
    expect(clock.now()).toBeGreaterThan(Date.now() + 3_000_000);
  });

  it('forgets everything when it is stopped', () => {
    const clock = still();
    clock.at(100, () => expect.unreachable());
    clock.stop();
    clock.advance(1000);
    expect(clock.now()).toBe(1000);
  });

  it('lets things happen by itself after it was stopped, also later than what was called off', async () => {
    const clock = new Clock();
    clock.at(clock.now() + 5, () => expect.unreachable());
    clock.stop();
    await new Promise<void>((resolve) => clock.at(clock.now() + 10, resolve));
  });

  it('is restarted as it was, whatever was done to it since', () => {
    let systemMs = 1000;
    const clock = new Clock(() => systemMs);
    clock.advance(50);
    const { state } = clock;
    clock.at(1100, () => expect.unreachable());
    clock.freeze();
    clock.setSpeed(60);
    clock.freeze(false);
    systemMs += 100;
    clock.restart(state);
    expect([clock.now(), clock.speed, clock.isFrozen]).toEqual([1150, 1, false]);
    systemMs = 900;
    expect(clock.now()).toBe(1150);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('cannot be moved by %d', (ms) => {
    expect(() => still().advance(ms)).toThrow(RangeError);
  });
});
