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

  it.skipIf(isMissing).each(['import.mjs', 'require.cjs'])(
    'prints every kind of document once, by %s',
    async (program) => {
      const seen = await seenOf(project, command, () => [...quiet, program, '{}', project.file]);
      expect(seen).toEqual(allOf(['file on disk']));
    },
  );
});

describe('the SDK as it is published, on Deno', () => {
  const { command = '', isMissing = true } = deno ?? {};
  // Its cache is thrown away with the project, and it asks nobody for a newer version.
  const env = () => ({ ...process.env, DENO_DIR: join(project.folder, '.deno'), DENO_NO_UPDATE_CHECK: '1' });
  const run = ['run', '--no-prompt', '--no-lock', '--no-remote'];

  it.skipIf(isMissing)('prints with the permission for the network alone, given all options', async () => {
    const seen = await seenOf(
      project,
      command,
      ({ host, options }) => [...run, `--allow-net=${host}`, 'import.mjs', options],
      env(),
    );
    expect(seen).toEqual(allOf());
  });

  it.skipIf(isMissing)(
    'takes what is missing from the environment, and prints files, where it may',
    async () => {
      const seen = await seenOf(
        project,
        command,
        ({ host }) => [
          ...run,
          `--allow-net=${host}`,
          '--allow-env',
          `--allow-read=${project.folder}`,
          'import.mjs',
          '{}',
          project.file,
        ],
        env(),
      );
      expect(seen).toEqual(allOf(['file on disk']));
    },
  );

  it.skipIf(isMissing)('says what is missing where it may not read the environment', async () => {
    const { told } = await seenOf(project, command, () => [...run, 'import.mjs', '{}'], env());
    expect(told).toContain('clientId is missing: pass it or set EPSON_CONNECT_API_CLIENT_ID');
  });
});
