// Tells a command that npm runs when npm is gone. npm hands SIGTERM on, but not when it is killed outright.

import { readFileSync } from 'node:fs';

/** The parent of the parent, or nothing where it cannot be read. */
function grandparent() {
  try {
    // The fields after the name, which may hold blanks and brackets: state, parent, and so on.
    return readFileSync(`/proc/${process.ppid}/stat`, 'latin1')
      .replace(/^.*\) \S /s, '')
      .split(' ', 1)[0];
  } catch {
    return undefined;
  }
}

/** Calls `end` when the process that started this one is gone, or the npm whose shell did. */
export function whenParentIsGone(end) {
  const isOfNpm = process.env.npm_lifecycle_event !== undefined;
  // Some shells stay between npm and its command, and outlive npm.
  const now = () => [process.ppid, isOfNpm && grandparent()].join(' ');
  const before = now();
  const timer = setInterval(() => {
    if (now() === before) return;
    clearInterval(timer);
    end();
  }, 500).unref();
}
