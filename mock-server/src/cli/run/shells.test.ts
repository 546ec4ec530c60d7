import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { guessShell, shellLines } from './shells.js';

const AWKWARD = `it's "a" $HOME \`x\` \\ end`;

describe('the lines for a shell', () => {
  it('quote what means something to it', () => {
    expect(shellLines('bash', { A: AWKWARD })).toBe(`export A='it'\\''s "a" $HOME \`x\` \\ end'\n`);
    expect(shellLines('fish', { A: AWKWARD })).toBe(`set -gx A 'it\\'s "a" $HOME \`x\` \\\\ end'\n`);
    expect(shellLines('powershell', { A: `it's ’so’` })).toBe(`$env:A = 'it''s ’’so’’'\n`);
  });

  it('come back unaltered through sh', () => {
    const { stdout } = spawnSync('sh', ['-c', 'eval "$LINES_OF_IT"; printf %s "$A"'], {
      env: { PATH: process.env['PATH'], LINES_OF_IT: shellLines('bash', { A: AWKWARD }) },
      encoding: 'utf8',
    });
    expect(stdout).toBe(AWKWARD);
  });

  it.each([
    ['/usr/bin/fish', 'linux', 'fish'],
    ['/bin/zsh', 'darwin', 'bash'],
    ['/usr/bin/pwsh', 'linux', 'powershell'],
    ['', 'win32', 'powershell'],
    ['', 'linux', 'bash'],
  ] as const)('are for the shell of the user: %s on %s', (shell, platform, expected) => {
    expect(guessShell({ SHELL: shell }, platform)).toBe(expected);
  });
});
