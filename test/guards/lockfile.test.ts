import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readText } from './repository.js';

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly os?: string[]; readonly cpu?: string[] }>>;
  readonly snapshots: Readonly<Record<string, { readonly optionalDependencies?: Record<string, string> }>>;
}

const lockfiles = ['pnpm-lock.yaml', 'test/bench/peers/pnpm-lock.yaml'];
const lockfile = parse(readText('pnpm-lock.yaml')) as Lockfile;

/** The packages, as `name@version`, of each dependency that has one package per platform. */
const natives = Object.entries(lockfile.snapshots)
  .map(([owner, { optionalDependencies = {} }]) => ({
    owner,
    parts: Object.entries(optionalDependencies)
      .map(([name, version]) => `${name}@${version.replace(/\(.*$/, '')}`)
      .filter((part) => /(?:linux|darwin|win32|freebsd|fsevents|wasm)/.test(part)),
  }))
  .filter(({ parts }) => parts.length > 0);

describe.each(lockfiles)('%s', (name) => {
  it('holds no host and no tarball, so that any registry serves it', () => {
    expect(
      readText(name)
        .split('\n')
        .filter((line) => /tarball:|https?:\/\//.test(line)),
    ).toEqual([]);
  });
});

describe('the lockfile', () => {
  it('names the package of every platform, wherever it was written', () => {
    const known = new Set(Object.keys(lockfile.packages));
    expect(natives.flatMap(({ parts }) => parts).filter((part) => !known.has(part))).toEqual([]);
  });

  it.each(['esbuild@', 'rolldown@', 'lightningcss@'])('serves Linux, macOS and Windows with %s', (owner) => {
    const parts = natives
      .filter((native) => native.owner.startsWith(owner))
      .flatMap((native) => native.parts);
    const platforms = parts.flatMap((part) => lockfile.packages[part]?.os ?? []);
    expect(platforms).toEqual(expect.arrayContaining(['linux', 'darwin', 'win32']));
  });
});
