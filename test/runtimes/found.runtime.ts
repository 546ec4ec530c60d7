import { expect, it } from 'vitest';
import { INTERPRETERS, type InterpreterName } from '../support/processes/interpreters.js';
import { find } from './found.js';

it('finds a runtime at least; a run that skips all of them proves nothing', async () => {
  const names = Object.keys(INTERPRETERS) as InterpreterName[];
  const there = (await find(...names)).filter(({ isMissing }) => !isMissing).map(({ name }) => name);
  process.stderr.write(`${there.length} of ${names.length} runtimes were there: ${there.join(', ')}\n`);
  expect(there, 'runtimes that were there; the lines that begin with "skipped" say why').not.toEqual([]);
});
