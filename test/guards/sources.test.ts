import { join, posix } from 'node:path';
import { existsSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { listFiles, listSources, readText, root } from './repository.js';

const maxLines = 250;
const emptyWords = /^(?:utils?|helpers?|common|misc|managers?|services?)$/;

/** For each source the sources it imports by a path, type imports included. */
function readImports(names: string[]): Map<string, string[]> {
  return new Map(
    names.map((name) => {
      const paths = ts.preProcessFile(readText(name), true, true).importedFiles.map((file) => file.fileName);
      const sources = paths
        .filter((path) => path.startsWith('.'))
        .map((path) => posix.join(posix.dirname(name), path).replace(/\.js$/, '.ts'));
      return [name, sources.filter((source) => existsSync(join(root, source)))];
    }),
  );
}

/** Every import that closes a circle, as the circle's files in order. */
function findCycles(imports: ReadonlyMap<string, string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (name: string, path: string[]): void => {
    const start = path.indexOf(name);
    if (start >= 0) cycles.push([...path.slice(start), name]);
    if (start >= 0 || done.has(name)) return;
    for (const next of imports.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of imports.keys()) visit(name, []);
  return cycles;
}

describe('the sources', () => {
  it('import each other without a circle', () => {
    expect(findCycles(readImports(listSources())).map((cycle) => cycle.join(' → '))).toEqual([]);
  });

  it('would be caught in a circle', () => {
    const imports = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(findCycles(imports)).toEqual([['b', 'c', 'b']]);
  });

  it(`stop at ${maxLines} lines`, () => {
    const long = listSources()
      .map((name) => ({ name, lines: readText(name).split('\n').length - 1 }))
      .filter(({ lines }) => lines > maxLines);
    expect(long).toEqual([]);
  });

  it('lie in rooms that say what they are for', () => {
    const vague = listFiles().filter((name) =>
      name.split('/').some((part) => emptyWords.test(part.replace(/\..*$/, ''))),
    );
    expect(vague).toEqual([]);
  });
});
