import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The description's folder. */
export const OPENAPI = fileURLToPath(new URL('../../../openapi/', import.meta.url));

type Node = Record<string, unknown>;

/** A response of an operation, with every reference resolved. */
export interface DescribedResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Node>>;
  readonly content?: Readonly<
    Record<string, { readonly schema?: Node; readonly examples?: Record<string, Node> }>
  >;
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly path: string;
  readonly method: string;
  readonly parameters: readonly Node[];
  readonly requestBody?: { readonly content: DescribedResponse['content'] };
  readonly responses: Readonly<Record<string, DescribedResponse>>;
}

/** Reads a file of the description and puts what it refers to in the place of each reference. */
export function readDescription(file: string): Node {
  return settle(load(resolve(OPENAPI, file)), resolve(OPENAPI, file)) as Node;
}

const files = new Map<string, unknown>();

function load(file: string): unknown {
  if (!files.has(file)) {
    const text = readFileSync(file, 'utf8');
    files.set(file, file.endsWith('.md') ? text : parse(text));
  }
  return files.get(file);
}

function settle(node: unknown, file: string): unknown {
  if (Array.isArray(node)) return node.map((each) => settle(each, file));
  if (typeof node !== 'object' || node === null) return node;
  const { $ref, ...beside } = node as Node;
  if (typeof $ref === 'string') {
    const [name = '', pointer = ''] = $ref.split('#');
    const target = name === '' ? file : resolve(dirname(file), name);
    const found = settle(follow(load(target), pointer), target);
    // An example file is a value, not an object to merge with.
    return Object.keys(beside).length === 0
      ? found
      : { ...(found as Node), ...(settle(beside, file) as Node) };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, settle(value, file)]));
}

function follow(node: unknown, pointer: string): unknown {
  const steps = pointer.split('/').filter((step) => step !== '');
  return steps.reduce((at, step) => (at as Node)[step.replaceAll('~1', '/').replaceAll('~0', '~')], node);
}

/** The values of an enumeration of the description. */
export function enumOf(file: string, name: string): readonly string[] {
  const { enum: values = [] } = (readDescription(file)[name] ?? {}) as { readonly enum?: readonly string[] };
  return values;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

/** The operations of a description, by operation ID. */
export function operationsOf(description: Node): ReadonlyMap<string, DescribedOperation> {
  const operations = new Map<string, DescribedOperation>();
  for (const [path, item] of Object.entries(description['paths'] as Record<string, Record<string, Node>>)) {
    for (const method of METHODS) {
      const operation = item[method] as DescribedOperation | undefined;
      if (operation !== undefined) operations.set(operation.operationId, { ...operation, path, method });
    }
  }
  return operations;
}

/**
 * A schema without its openness: where an answer may hold known values or any text, only the known ones.
 * Clients have to expect new values; the mock has no business inventing them.
 */
export function strictly(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strictly);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { anyOf, ...rest } = schema as Node;
  const strict: Node = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, strictly(value)]));
  if (Array.isArray(anyOf)) {
    const closed = anyOf.filter(
      (branch: Node) => !(branch['type'] === 'string' && Object.keys(branch).length === 1),
    );
    strict['anyOf'] = strictly(closed);
  }
  if (strict['type'] === 'object' && strict['properties'] !== undefined)
    strict['additionalProperties'] ??= false;
  return strict;
}
