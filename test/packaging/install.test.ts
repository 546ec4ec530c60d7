import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const manifest = (folder: string) =>
  JSON.parse(readFileSync(new URL(`../../${folder}/package.json`, import.meta.url), 'utf8')) as {
    dependencies: Record<string, string>;
    files: string[];
    scripts: Record<string, string>;
  };

describe('the packages as they are published', () => {
  it.each(['sdk', 'mock-server'])(
    '%s can be installed by any package manager, without running anything',
    (folder) => {
      const { dependencies, scripts } = manifest(folder);
      // `catalog:` and `workspace:` mean something in this workspace only.
      expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
      expect(Object.keys(scripts).filter((name) => /install$/.test(name))).toEqual([]);
    },
  );

  it('the mock brings what it serves and shows', () => {
    expect(manifest('mock-server').files).toEqual(
      expect.arrayContaining([
        'bin',
        'dist',
        'config.schema.json',
        'docs/*.html',
        'docs/openapi',
        'sample.pdf',
        'screenshots',
        'LICENSE',
      ]),
    );
  });
});
