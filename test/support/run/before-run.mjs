// Runs before the tests: makes what they read and a clone does not have, and watches over what they start.

import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watchRun } from './leftovers.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Built files, and the program that builds each. The gates build all of them anew; here only missing ones are built. */
const BUILT = {
  'mock-server/docs/index.html': ['openapi/docs/build.mjs'],
  'mock-server/ui/dist/index.html': ['mock-server/ui/build.mjs'],
  'mock-server/dist/index.js': ['mock-server/build.mjs'],
  'sdk/dist/cli/bin.js': ['sdk/node_modules/typescript/bin/tsc', '-p', 'sdk/tsconfig.build.json'],
};

/** Runs a program of the project to its end. */
function build(what, [program, ...args]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, program), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new Error(`${what} could not be built. Run npm run build, which says why: ${stdout}${stderr}`);
}

export default function beforeRun({ provide }) {
  for (const [file, command] of Object.entries(BUILT)) {
    if (!existsSync(join(root, file))) build(file, command);
  }
  // The command of the sources as they are: it starts in a fifth of the time that it takes from the sources themselves.
  const built = join(root, `mock-server/.built-${process.pid}`);
  build(built, ['mock-server/bundle.mjs', built]);
  provide('mockCommand', join(built, 'bin.js'));
  const endWatch = watchRun();
  return () => {
    rmSync(built, { recursive: true, force: true });
    endWatch();
  };
}
