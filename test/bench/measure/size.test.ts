import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { closureOf } from './size.js';

it('what a package depends on is found by the links beside it, each once', () => {
  const store = realpathSync(mkdtempSync(join(tmpdir(), 'epson-connect-tests-')));
  onTestFinished(() => rmSync(store, { recursive: true }));
  const folder = (name: string) => join(store, `${name}@1`, 'node_modules', name);
  for (const name of ['a', '@s/b', 'c']) mkdirSync(folder(name), { recursive: true });
  const link = (from: string, to: string) => {
    const beside = join(store, `${from}@1`, 'node_modules', to);
    mkdirSync(join(beside, '..'), { recursive: true });
    symlinkSync(folder(to), beside, 'junction');
  };
  link('a', '@s/b');
  link('a', 'c');
  link('@s/b', 'c');
  link('c', 'a');
  expect(closureOf(folder('a')).toSorted()).toEqual([folder('@s/b'), folder('a'), folder('c')].toSorted());
});
