import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { linesTo } from './lines.js';

it('writes the lines of one turn together, in their order, and nothing twice', async () => {
  const written: string[] = [];
  const lines = linesTo({ write: (text: string | Uint8Array) => written.push(String(text)) > 0 });
  lines.add('one');
  lines.add('two');
  expect(written).toEqual([]);
  await nextTurn();
  await nextTurn();
  lines.add('three');
  lines.flush();
  await nextTurn();
  expect(written).toEqual(['one\ntwo\n', 'three\n']);
});
