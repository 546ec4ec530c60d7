import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectWithSdk } from '../support/sdk/packed.js';
import { ALL_NODES, find } from './found.js';
import { allOf, seenOf, withPrograms } from './prints.js';

const nodesAndBun = await find(...ALL_NODES, 'Bun');
const [deno] = await find('Deno');

let project: ReturnType<typeof withPrograms>;
beforeAll(() => {
  project = withPrograms(projectWithSdk());
});
afterAll(() => project.remove());

describe.each(nodesAndBun)('the SDK as it is published, on $name', ({ name, command, isMissing }) => {
  const quiet = name === 'Bun' ? [] : ['--disable-warning=ExperimentalWarning'];

  it.skipIf(isMissing).each([
    ['import.mjs', '1'],
    ['require.cjs', '1'],
    ['import.mjs', '2'],
    ['require.cjs', '2'],
  ] as const)('prints every kind of document once, by %s in version %s', async (program, version) => {
    const args = [...quiet, program, version, '{}', project.file];
    expect(await seenOf(project, version, command, () => args)).toEqual(allOf(version, ['file on disk']));
  });
});

describe.each(['1', '2'] as const)('version %s of the SDK as it is published, on Deno', (version) => {
  const { command = '', isMissing = true } = deno ?? {};
  // Its cache is thrown away with the project, and it asks nobody for a newer version.
  const env = () => ({ ...process.env, DENO_DIR: join(project.folder, '.deno'), DENO_NO_UPDATE_CHECK: '1' });
  const run = ['run', '--no-prompt', '--no-lock', '--no-remote'];

  it.skipIf(isMissing)('prints with the permission for the network alone, given all options', async () => {
    const seen = await seenOf(
      project,
      version,
      command,
      ({ host, options }) => [...run, `--allow-net=${host}`, 'import.mjs', version, options],
      env(),
    );
    expect(seen).toEqual(allOf(version));
  });

  it.skipIf(isMissing)(
    'takes what is missing from the environment, and prints files, where it may',
    async () => {
      const seen = await seenOf(
        project,
        version,
        command,
        ({ host }) => [
          ...run,
          `--allow-net=${host}`,
          '--allow-env',
          `--allow-read=${project.folder}`,
          'import.mjs',
          version,
          '{}',
          project.file,
        ],
        env(),
      );
      expect(seen).toEqual(allOf(version, ['file on disk']));
    },
  );

  it.skipIf(isMissing)('says what is missing where it may not read the environment', async () => {
    const { told } = await seenOf(
      project,
      version,
      command,
      () => [...run, 'import.mjs', version, '{}'],
      env(),
    );
    expect(told).toContain('clientId is missing: pass it or set EPSON_CONNECT_API_CLIENT_ID');
  });
});
