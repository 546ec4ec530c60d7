import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newClient } from '../support/mock/client.js';
import { operationsOf, readDescription } from '../support/description/description.js';
import { runProgram } from '../support/processes/programs.js';

const ROOTS = { v1: 'v1/openapi.yaml', v2: 'v2/openapi.yaml', control: 'control/openapi.yaml' } as const;
const folder = fileURLToPath(new URL('../../mock-server/docs/openapi/', import.meta.url));

/** Every reference in a description. */
function referencesOf(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : referencesOf(value),
  );
}

describe.each(Object.entries(ROOTS))('the description %s, as one file,', (name, root) => {
  it('is served as YAML and as JSON, which say the same', async () => {
    const { app } = newClient().host;
    const [yaml, json] = await Promise.all(
      ['yaml', 'json'].map((format) => request(app).get(`/_mock/openapi/${name}.${format}`).buffer(true)),
    );
    expect([yaml?.headers['content-type'], json?.headers['content-type']]).toEqual([
      'application/yaml',
      'application/json',
    ]);
    expect(parse(yaml?.text ?? '')).toEqual(json?.body);
    expect(json?.body.openapi).toBe('3.1.0');
  });

  it('needs no other file, and has texts where OpenAPI has texts', async () => {
    const { body } = await request(newClient().host.app).get(`/_mock/openapi/${name}.json`);
    const references = [...new Set(referencesOf(body))];
    expect(references.filter((reference) => !reference.startsWith('#/components/'))).toEqual([]);
    const described: unknown[] = [body.info, ...body.tags].map(({ description }) => typeof description);
    expect(new Set(described)).toEqual(new Set(['string']));
  });

  it('has the operations of its sources', async () => {
    const { body } = await request(newClient().host.app).get(`/_mock/openapi/${name}.json`);
    expect([...operationsOf(body).keys()]).toEqual([...operationsOf(readDescription(root)).keys()]);
  });

  it('is what a second linter takes for valid', async () => {
    const require = createRequire(import.meta.url);
    const manifest = require.resolve('@stoplight/spectral-cli/package.json');
    const args = [join(dirname(manifest), 'dist/index.js'), 'lint', '--fail-severity=warn', '--quiet'];
    const rules = fileURLToPath(new URL('spectral.yaml', import.meta.url));
    const { code, output } = await runProgram(process.execPath, [
      ...args,
      '-r',
      rules,
      join(folder, `${name}.yaml`),
    ]);
    expect([code, output]).toEqual([0, expect.not.stringMatching(/error|warning/)]);
  });
});
