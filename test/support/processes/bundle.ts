import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

/** One file for Node, of the sources of this repository: a process of it starts fast. */
export const NODE_BUNDLE = {
  conditions: ['epson-connect-kit:source'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  // Packages that are CommonJS load modules of Node by `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  // An optional part of `pg`.
  external: ['pg-native'],
  logLevel: 'silent',
} satisfies BuildOptions;

/** Bundles a program, whose paths begin at the folder of the tests. */
export async function bundleProgram(contents: string, outfile: string): Promise<void> {
  const resolveDir = fileURLToPath(new URL('../..', import.meta.url));
  await build({ ...NODE_BUNDLE, stdin: { contents, resolveDir }, outfile });
}
