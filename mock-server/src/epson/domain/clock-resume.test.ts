import { expect, it } from 'vitest';
import { Clock } from './clock.js';

it('does not go back, nor stand still, when the system time is set back', () => {
  let systemMs = 1_000_000;
  const clock = new Clock(() => systemMs);
  systemMs += 500;
  expect(clock.now()).toBe(1_000_500);
  systemMs -= 900_000;
  expect(clock.now()).toBe(1_000_500);
  systemMs += 250;
  expect(clock.now()).toBe(1_000_750);
});

it('goes on where another one was, with the time that has passed meanwhile at its speed', () => {
  let systemMs = 1_000_000;
  const former = new Clock(() => systemMs);
  former.setSpeed(10);
  former.advance(60_000);
  const { state } = former;
  systemMs += 1000;
  const clock = new Clock(() => systemMs);
  clock.resume(state, 1_000_000, () => {});
  expect(clock.now()).toBe(1_070_000);
  expect(clock.speed).toBe(10);
});

it('goes on from the time that was last seen when the system time was set back meanwhile', () => {
  const former = new Clock(() => 1_000_000);
  const clock = new Clock(() => 400_000);
  clock.resume(former.state, 1_002_000, () => {});
  expect(clock.now()).toBe(1_002_000);
});

it('keeps what fell due meanwhile in its order, each at its own time', () => {
  let systemMs = 1_000_000;
  const former = new Clock(() => systemMs);
  const { state } = former;
  systemMs += 10_000;
  const clock = new Clock(() => systemMs);
  const kept: [string, number][] = [];
  clock.resume(state, systemMs, () => {
    clock.at(1_005_000, () => kept.push(['later', clock.now()]));
    clock.at(1_002_000, () => {
      kept.push(['earlier', clock.now()]);
      clock.at(clock.now() + 1000, () => kept.push(['after it', clock.now()]));
    });
    clock.at(1_020_000, () => kept.push(['not yet', clock.now()]));
    expect(kept).toEqual([]);
  });
  expect(kept).toEqual([
    ['earlier', 1_002_000],
    ['after it', 1_003_000],
    ['later', 1_005_000],
  ]);
  clock.stop();
});
