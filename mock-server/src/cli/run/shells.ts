import { basename } from 'node:path';
import { quoted } from '../../text/shell.js';

/** The syntax of a shell for setting a variable. */
interface Shell {
  readonly set: (name: string, value: string) => string;
}

/** Single quotes protect every character but the quote itself, which each shell escapes in its own way. */
const SHELLS = {
  bash: { set: (name, value) => `export ${name}=${quoted(value)}` },
  fish: { set: (name, value) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'` },
  // PowerShell takes typographic quotes for quotes as well.
  powershell: { set: (name, value) => `$env:${name} = '${value.replace(/['‘’‚‛]/g, '$&$&')}'` },
} as const satisfies Record<string, Shell>;

export type ShellName = keyof typeof SHELLS;

/** Guesses the shell that reads the output. */
export function guessShell(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): ShellName {
  const name = basename(env['SHELL'] ?? '');
  if (name === 'fish') return 'fish';
  if (name === 'pwsh') return 'powershell';
  return name === '' && platform === 'win32' ? 'powershell' : 'bash';
}

/** Writes variables as lines for a shell. */
export function shellLines(shell: ShellName, variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${SHELLS[shell].set(name, value)}\n`)
    .join('');
}
