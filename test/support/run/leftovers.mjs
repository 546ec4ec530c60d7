// Ends what a run of the tests has started when the run itself is cut off, by whatever signal: SIGKILL leaves it no time to
// do so. A process beside the run waits until the run is gone, then ends every process with the mark of the run.
// Linux only: nowhere else can the environment of other processes be read from a file.

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The variables that mark the children of a run begin so, unlike those of the product; a run within a run has two. */
const MARK = 'KIT_TEST_RUN_';
const self = fileURLToPath(import.meta.url);

/** The marks of this process, which its children get too. */
export const marks = () => Object.entries(process.env).filter(([name]) => name.startsWith(MARK));

/**
 * Watches over the run that calls it: what it has started ends with it.
 *
 * @returns ends what is left, and the watch
 */
export function watchRun() {
  const mark = MARK + randomUUID().replaceAll('-', '');
  // A group and a session of its own: a signal to the run does not reach it.
  const watcher = spawn(process.execPath, [self, mark], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  watcher.stdin.unref();
  watcher.stdin.on('error', () => {});
  process.env[mark] = '1';
  return () => void watcher.stdin.end();
}

/** The processes that run and have a mark in their environment. */
function marked(mark) {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`${mark}=`);
    } catch {
      return false;
    }
  });
}

/** Ends the processes with a mark, and what they start meanwhile. */
function endMarked(mark) {
  for (let found = marked(mark); found.length > 0; found = marked(mark)) {
    for (const pid of found) {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It has just ended by itself.
      }
    }
  }
}

if (process.argv[1] === self && process.platform === 'linux') {
  process.stdin.resume().once('close', () => endMarked(process.argv[2]));
}
