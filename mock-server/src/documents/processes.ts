import { readFileSync } from 'node:fs';

/** Tells whether a process runs: one that has ended does not, although its parent has not noticed. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const [state = ''] = statOf(pid) ?? [];
  return !/^[ZX]/.test(state);
}

/** Returns when a process was started, in ticks since the machine was; `null` where the system has no file that says it. */
export function startOf(pid: number | 'self'): string | null {
  return statOf(pid)?.[19] ?? null;
}

/** Returns what Linux says of a process, from its state on. */
function statOf(pid: number | 'self'): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, which may hold blanks and brackets, stands in brackets before the state.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
