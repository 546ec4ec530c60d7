import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { listSources, readText } from './repository.js';

const ROOM = 'mock-server/src/rules/';
const sources = listSources().filter((name) => /^mock-server\/src\/(?!test\/)(?!.*\.test\.ts$)/.test(name));

function parse(text: string): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true), visit);
  return nodes;
}

function nameOf(property: ts.ObjectLiteralElementLike): string | undefined {
  const name = ts.isPropertyAssignment(property) ? property.name : undefined;
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}

/** Returns the IDs of the rules that a text has rows for: members with a sentence. */
function rowsIn(text: string): string[] {
  return parse(text).flatMap((node) => {
    if (!ts.isPropertyAssignment(node) || !ts.isObjectLiteralExpression(node.initializer)) return [];
    const isRow = node.initializer.properties.some((property) => nameOf(property) === 'sentence');
    return isRow ? [nameOf(node) ?? ''] : [];
  });
}

/** Returns the texts that a source names, but for names of members. */
function textsIn(text: string): string[] {
  return parse(text).flatMap((node) => {
    const isMember = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
    return ts.isStringLiteral(node) && !isMember ? [node.text] : [];
  });
}

/** Returns the lists of rules in a text: arrays, unions and members that name two or more of them. */
function listsIn(text: string, ids: ReadonlySet<string>): string[] {
  return parse(text).flatMap((node) => {
    let names: (string | undefined)[] = [];
    if (ts.isArrayLiteralExpression(node))
      names = node.elements.map((each) => (ts.isStringLiteral(each) ? each.text : undefined));
    else if (ts.isObjectLiteralExpression(node)) names = node.properties.map(nameOf);
    else if (ts.isUnionTypeNode(node))
      names = node.types.map((each) =>
        ts.isLiteralTypeNode(each) && ts.isStringLiteral(each.literal) ? each.literal.text : undefined,
      );
    const rules = names.filter((name) => ids.has(name ?? ''));
    return rules.length < 2 ? [] : [rules.join(', ')];
  });
}

describe('a rule of the mock', () => {
  const rows = sources.filter((name) => name.startsWith(ROOM)).flatMap((name) => rowsIn(readText(name)));
  const ids = new Set(rows);

  it('is one row of the table', () => {
    expect(ids.size).toBeGreaterThan(100);
    expect(rows.filter((id, at) => rows.indexOf(id) !== at)).toEqual([]);
  });

  it('is named where it is broken', () => {
    const named = new Set(sources.flatMap((name) => textsIn(readText(name))));
    expect([...ids].filter((id) => !named.has(id))).toEqual([]);
  });

  it('is in no other list', () => {
    const lists = sources
      // Two settings are called as rules are.
      .filter((name) => !name.startsWith(ROOM) && !name.endsWith('/config/settings.ts'))
      .flatMap((name) => listsIn(readText(name), ids).map((list) => `${name}: ${list}`));
    expect(lists).toEqual([]);
  });

  it('would be found in another list', () => {
    const known = new Set(['a', 'b']);
    expect(listsIn("new Set(['a', 'b'])", known)).toEqual(['a, b']);
    expect(listsIn("const of = { a: 1, 'b': 2, c: 3 }", known)).toEqual(['a, b']);
    expect(listsIn("type Id = 'a' | 'c' | 'b'", known)).toEqual(['a, b']);
    expect(listsIn("throw new Refusal('a', 'b')", known)).toEqual([]);
  });

  it('would be missed', () => {
    expect(rowsIn("rules('x', { a: { sentence: '' }, 'b-c': { sentence: '' }, d: {} })")).toEqual([
      'a',
      'b-c',
    ]);
    expect(textsIn("const row = { 'a': 1, rule: 'b' }; throw new Refusal('c')")).toEqual(['b', 'c']);
  });
});
