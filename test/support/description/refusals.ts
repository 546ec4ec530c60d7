import type { Contract } from './contract.js';

type Node = Readonly<Record<string, unknown>>;

/** The words of the gateway, which its schema gives as examples only. */
const GATEWAY: Readonly<Record<number, string>> = { 403: 'Forbidden', 429: 'Too Many Requests' };

/** The words of the token operation, whose one list is told apart by status. */
const TOKEN: Readonly<Record<number, readonly string[]>> = {
  401: ['invalid_client'],
  405: ['invalid_request'],
  500: ['server_error'],
};

/**
 * Every refusal that a description of version 2 has: an operation, a status, and a word. There is no word where the answer
 * has no body.
 */
export function documentedRefusals({ operations }: Contract): [string, number, string | undefined][] {
  return [...operations.values()].flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([text, { content }]) => {
      const status = Number(text);
      if (status < 400) return [];
      const [media] = Object.values(content ?? {});
      const words = media === undefined ? [undefined] : wordsOf(operationId, status, media.schema ?? {});
      return words.map((word): [string, number, string | undefined] => [operationId, status, word]);
    }),
  );
}

function wordsOf(operationId: string, status: number, schema: Node): readonly string[] {
  if (operationId === 'authorize') return ['invalid_client'];
  const words = enumsOf(schema, status);
  if (operationId !== 'requestToken') return words;
  return TOKEN[status] ?? words.filter((word) => !['invalid_client', 'server_error'].includes(word));
}

/** The words of the member `error` of a body, and the one that the gateway writes as its `message`. */
function enumsOf(schema: Node, status: number): string[] {
  const branches = (schema['anyOf'] ?? []) as readonly Node[];
  const { error, message } = (schema['properties'] ?? {}) as Readonly<Record<string, Node>>;
  const known = ((error?.['anyOf'] ?? []) as readonly Node[]).flatMap(
    (branch) => (branch['enum'] ?? []) as string[],
  );
  const ofGateway = message === undefined ? [] : [GATEWAY[status] ?? ''];
  return [...branches.flatMap((branch) => enumsOf(branch, status)), ...known, ...ofGateway];
}
