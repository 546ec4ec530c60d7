import { expect, it } from 'vitest';
import { Group } from './group-commit.js';

it('serves all that ask during a write by one write after it', async () => {
  const finish: (() => void)[] = [];
  const group = new Group(() => new Promise((resolve) => finish.push(resolve)));
  const first = group.soon();
  await expect.poll(() => finish.length).toBe(1);
  const later = [group.soon(), group.soon(), group.soon()];
  finish[0]?.();
  await first;
  await expect.poll(() => finish.length).toBe(2);
  finish[1]?.();
  await Promise.all(later);
  expect(finish).toHaveLength(2);
  expect(group.running).toBeUndefined();
});

it('tells those who waited for a write that failed, and writes again for the next', async () => {
  let count = 0;
  const group = new Group(() => ((count += 1) === 1 ? Promise.reject(new Error('full')) : Promise.resolve()));
  await expect(Promise.all([group.soon(), group.soon()])).rejects.toThrow('full');
  await expect(group.soon()).resolves.toBeUndefined();
});
