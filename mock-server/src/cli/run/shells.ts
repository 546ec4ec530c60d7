import { basename } from 'node:path';

/** A text as one word of a shell, and a variable with it, as the shells write them. */
interface Shell {
  readonly set: (name: string, value: string) => string;
}

/** Single quotes leave all as it is but the quote itself, which every shell has its own way to write. */
const SHELLS = {
  bash: { set: (name, value) => `export ${name}=${quoted(value)}` },
  fish: { set: (name, value) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'` },
  // PowerShell takes typographic quotes for quotes as well.
  powershell: { set: (name, value) => `$env:${name} = '${value.replace(/['‘’‚‛]/g, '$&$&')}'` },
} as const satisfies Record<string, Shell>;

export type ShellName = keyof typeof SHELLS;

/** Guesses the shell that reads what is printed. */
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

/** Returns a text in single quotes, as every POSIX shell takes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
