import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { example } from '../support/description/pages.js';
import { runProgram } from '../support/processes/programs.js';
import { newFolder } from '../support/folder.js';
import { builtCommand } from '../support/mock/built-command.js';
import { program, sample } from './watched.js';

const isMissing = process.platform === 'win32' || spawnSync('curl', ['--version']).status !== 0;
if (isMissing) process.stderr.write('skipped: the example of run in the guide (there is no curl here)\n');

describe('the guide on run', () => {
  it.skipIf(isMissing)('runs a program as it shows', async () => {
    const folder = newFolder();
    writeFileSync(
      join(folder, 'epson-connect-mock'),
      `#!/bin/sh\nexec '${process.execPath}' '${builtCommand()}' "$@"\n`,
      { mode: 0o755 },
    );
    copyFileSync(program('job.sh'), join(folder, 'print.sh'));
    copyFileSync(sample, join(folder, 'invoice.pdf'));
    const env = { PATH: `${folder}:${process.env['PATH']}`, XDG_DATA_HOME: join(folder, 'data') };
    const { code: ended, output } = await runProgram('sh', ['-ec', example('run').replaceAll('npx ', '')], {
      cwd: folder,
      env,
    });
    expect(output).toContain('1 of 1 job executed; no rule was broken.');
    expect(ended).toBe(0);
  });
});
