// Runs before the tests: makes what they read and a clone does not have, and watches over what they start.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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

export default function beforeRun() {
  for (const [file, [program, ...args]] of Object.entries(BUILT)) {
    if (existsSync(join(root, file))) continue;
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, program), ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    if (status === 0) continue;
    throw new Error(
      `${file} is missing and could not be built. Run npm run build, which says why: ${stdout}${stderr}`,
    );
  }
  return watchRun();
}
