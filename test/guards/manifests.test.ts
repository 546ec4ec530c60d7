import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { listFiles, readJson, readText } from './repository.js';

interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly type?: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const packages = [
  'package.json',
  ...['openapi', 'sdk', 'mock-server', 'test', 'test/bench/peers'].map((p) => `${p}/package.json`),
];
/** An alias installs a version under another name. */
const exact = /^(?:(?:npm:[\w@/-]+@)?\d+\.\d+\.\d+|catalog:|workspace:\*)$/;

const dependenciesOf = (manifest: Manifest): [string, string][] =>
  Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });

describe.each(packages)('%s', (path) => {
  const manifest = readJson<Manifest>(path);

  it('names the licence, the module system and the oldest Node', () => {
    expect(manifest).toMatchObject({ license: 'MIT', type: 'module', engines: { node: '>=20.19.0' } });
  });

  it('pins each dependency to one version', () => {
    expect(dependenciesOf(manifest).filter(([, version]) => !exact.test(version))).toEqual([]);
  });

  it('accepts any version of a peer from a major one on, and needs none', () => {
    const { peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
    for (const [name, range] of Object.entries(peerDependencies)) {
      expect([name, range]).toEqual([name, expect.stringMatching(/^>=\d+(\.\d+)?$/)]);
      expect([name, peerDependenciesMeta[name]]).toEqual([name, { optional: true }]);
    }
  });

  it('runs nothing when it is installed as a dependency', () => {
    const scripts = Object.keys(manifest.scripts ?? {});
    expect(scripts.filter((name) => /^(?:pre|post)?install$/.test(name))).toEqual([]);
  });
});

describe('the workspace', () => {
  it('needs nothing at its root, so that a fresh clone runs with Node and npm alone', () => {
    expect(dependenciesOf(readJson<Manifest>('package.json'))).toEqual([]);
  });

  it('pins each version of the catalog', () => {
    const { catalog } = parse(readText('pnpm-workspace.yaml')) as { catalog: Record<string, string> };
    expect(Object.entries(catalog).filter(([, version]) => !exact.test(version))).toEqual([]);
  });

  it('answers every npm run that its pages mention', () => {
    const scripts = (path: string): string[] => Object.keys(readJson<Manifest>(path).scripts ?? {});
    const known = new Set(packages.flatMap(scripts));
    const missing = listFiles()
      .filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md')
      .flatMap((page) =>
        [...readText(page).matchAll(/\bnpm (?:--prefix (\S+) )?run (?:--silent )?([a-z][\w:-]*)/g)]
          .filter(([, folder, name = '']) =>
            folder === undefined ? !known.has(name) : !scripts(`${folder}/package.json`).includes(name),
          )
          .map(([command]) => `${page}: ${command}`),
      );
    expect(missing).toEqual([]);
  });
});
