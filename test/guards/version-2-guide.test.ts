import { startMockHost } from 'epson-connect-mock';
import { expect, it } from 'vitest';
import { readText } from './repository.js';

interface Rule {
  readonly id: string;
  readonly kind: string;
  readonly answers: readonly {
    readonly api_version: number;
    readonly status: number;
    readonly code: string | null;
  }[];
}

it('the guide to version 2 says of each mistake what the mock answers', async () => {
  await using host = await startMockHost();
  const response = await fetch(`${host.url}/_mock/api/rules`);
  const { rules } = (await response.json()) as { readonly rules: readonly Rule[] };
  const [, text = ''] =
    /^## What is refused, and why$([^]*?)^## /m.exec(readText('mock-server/guides/version-2.md')) ?? [];
  const rows = [...text.matchAll(/^\| (?!mistake|-)[^|]+\| ([^|]+)\| ([^|]+)\|$/gm)];
  const known = rows.flatMap(([, answer = '', ids = '']) =>
    [...ids.matchAll(/`([\w-]+)`/g)].map(([, id]) => ({
      answer,
      id,
      rule: rules.find((each) => each.id === id),
    })),
  );
  expect(known.length).toBeGreaterThan(15);
  const wrong = known.filter(({ answer, rule }) => {
    const ofV2 = rule?.answers.find((each) => each.api_version === 2);
    // A warning comes with a success.
    if (rule?.kind === 'warning') return !answer.startsWith('200');
    const { status, code } = ofV2 ?? {};
    return status === undefined || !answer.includes(String(status)) || !answer.includes(String(code ?? ''));
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});
