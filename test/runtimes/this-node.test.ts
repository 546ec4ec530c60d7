import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { projectWithSdk } from '../support/sdk/packed.js';
import { allOf, seenOf, withPrograms } from './prints.js';

describe.each(['1', '2'] as const)(
  'version %s of the SDK as it is published, on the Node that runs this',
  (version) => {
    let project: ReturnType<typeof withPrograms>;
    beforeAll(() => {
      project = withPrograms(projectWithSdk());
    });
    afterAll(() => project.remove());

    it.each(['import.mjs', 'require.cjs'])('prints every kind of document once, by %s', async (program) => {
      const seen = await seenOf(project, version, process.execPath, () => [
        '--disable-warning=ExperimentalWarning',
        program,
        version,
        '{}',
        project.file,
      ]);
      expect(seen).toEqual(allOf(version, ['file on disk']));
    });
  },
);
