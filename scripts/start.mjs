// `npm start`: makes the clone ready, builds the documentation when it is out of date, and runs the mock until it is
// stopped. One process of its own, so that a signal to npm reaches the mock and nothing is left running.

import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { whenParentIsGone } from './parent.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

for (const script of ['setup.mjs', 'openapi/docs/build.mjs', 'mock-server/ui/build.mjs']) {
  const { status } = spawnSync(process.execPath, [join(root, script)], { stdio: ['ignore', 2, 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

const loader = pathToFileURL(createRequire(join(root, 'mock-server/package.json')).resolve('tsx')).href;
const mock = spawn(
  process.execPath,
  ['--import', loader, join(root, 'mock-server/src/cli/bin.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);

// On Ctrl-C the terminal tells the mock itself; npm hands other signals on to this process alone.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => mock.kill(signal));
whenParentIsGone(() => mock.kill('SIGTERM'));

mock.on('error', (error) => {
  process.stderr.write(`The mock could not be started: ${error.message}\n`);
  process.exitCode = 1;
});
mock.on('exit', (code, signal) => {
  if (signal !== null) process.stderr.write(`The mock was ended by ${signal}.\n`);
  process.exitCode = code ?? 1;
});
