#!/usr/bin/env node
// A file of its own and not the built one, so that installing the workspace before a build can link it.
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli/bin.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  process.stderr.write('epson-connect is not built yet: run "npm run build" in its repository.\n');
  process.exitCode = 2;
}
