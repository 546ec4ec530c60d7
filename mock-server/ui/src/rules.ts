import { api, type Rule } from './api.js';

let rules: Promise<readonly Rule[]> | undefined;

/** Returns how a call that breaks a rule is mended; undefined if the mock has no such rule. */
export async function remedyOf(id: string): Promise<string | undefined> {
  rules ??= api.GET('/_mock/api/rules').then(({ data }) => data?.rules ?? []);
  return (await rules).find((rule) => rule.id === id)?.remedy;
}
