import { describe, expect, it } from 'vitest';
import { readDescription } from '../support/description/description.js';
import { listSources, readText } from './repository.js';

/** Names of members and values in a description that no plain English word is. */
function wordsIn(node: unknown, words = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return words;
  const { properties, enum: values, name } = node as Record<string, unknown>;
  const names = [...Object.keys(properties ?? {}), ...(Array.isArray(values) ? values : []), name];
  for (const each of names) if (typeof each === 'string' && each.includes('_')) words.add(each);
  for (const each of Object.values(node)) wordsIn(each, words);
  return words;
}

const words = new Set(
  ['v1/openapi.yaml', 'v2/openapi.yaml'].flatMap((root) => [...wordsIn(readDescription(root))]),
);

/** Words that belong to no version: the troubles of a printer, which the control API names so, and those of OAuth. */
const SHARED = [
  'media_jam',
  'media_empty',
  'marker_supply_empty',
  'attention_required',
  'access_token',
  'refresh_token',
  'grant_type',
  'redirect_uri',
  'code_challenge',
  'code_verifier',
];

function foundIn(text: string): string[] {
  const used = new Set(text.match(/\w+/g));
  return [...words, 'processing'].filter((word) => used.has(word) && !SHARED.includes(word));
}

describe('the domain of the mock', () => {
  it('speaks no word that only a version of the API has', () => {
    const files = listSources().filter((name) => /src\/epson\/domain\/(?!.*\.test\.)/.test(name));
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap((name) => foundIn(readText(name)).map((word) => `${name}: ${word}`))).toEqual([]);
  });

  it('would be caught with one of them', () => {
    expect(
      foundIn("job.status = 'pending_held'; // 2_sided, ms_a4, upload_uri, stopped_other").sort(),
    ).toEqual(['2_sided', 'ms_a4', 'pending_held', 'stopped_other', 'upload_uri']);
  });
});
