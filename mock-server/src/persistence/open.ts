import { join } from 'node:path';
import { FolderError, type Folder } from '../documents/folder.js';
import { NoRegularFileError } from '../documents/regular-file.js';
import { isSystemError, reasonOf } from '../documents/storage-error.js';
import type { EventId, RuleId } from '../rules/rules.js';
import type { Journal } from '../journal/journal.js';
import { Damage, incompleteLine } from './damage.js';
import { Diaries, restoreJournals } from './journal-log.js';
import { checkFormat, writeFormat, type FoundFormat, takeFromOthers } from './format.js';
import { Keeper, type Source } from './state-log.js';
import { Lock } from './lock.js';
import { Log, type OpenedLog } from './log.js';
import { thingsOf, viewOf, type Kept } from './records.js';
import { Reserve } from './reserve.js';
import { restore } from './restore.js';
import { gather } from './state.js';
import { namesIn, tidy } from './tidy.js';

/** Reports an event to people: its rule, and what happened. */
export type Tell = (rule: RuleId | EventId, hint: string) => void;

/** A folder that is open: it belongs to this host, and what was in it has been read. */
export interface OpenFolder {
  readonly keeper: Keeper;
  readonly diaries: Diaries;
  /** Puts everything back to how it was kept, and begins to keep what changes from now on. */
  start(kept: Kept, journalOf: (clientId: string) => Journal, journals: () => [string, Journal][]): void;
  /** Writes what is left, and lets another host have the folder. */
  close(): Promise<void>;
}

/**
 * Opens the user's folder.
 *
 * @throws FolderError when another host has it, a newer version wrote it, or it cannot be used
 */
export function openFolder(folder: Folder, path: string, tell: Tell): OpenFolder {
  const found = held(path, () => checkFormat(path));
  const lock = held(path, () => new Lock(path));
  try {
    return openHeld(folder, path, lock, found, tell);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openHeld(folder: Folder, path: string, lock: Lock, found: FoundFormat, tell: Tell): OpenFolder {
  // Reports wait here until the journals exist.
  const early: Parameters<Tell>[] = [];
  let isStarted = false;
  const say: Tell = (...told) => void (isStarted ? tell(...told) : early.push(told));
  takeFromOthers(path, (hint) => say('storage-open', hint));
  const stamp = new Date().toISOString().replace(/[-:.]/g, '');
  const damage = new Damage(path, stamp, (hint) => say('storage-damaged', hint));
  if (found === 'damaged') damage.file(join(path, 'format.json'), 'it does not say what wrote the folder');
  held(path, () => writeFormat(path));
  const [stateLog, journalLog] = [new Log(join(path, 'state.log')), new Log(join(path, 'journal.log'))];
  const told = damage.count;
  const state = read(path, stateLog, damage);
  if (state.begun.length > 0 && state.values.length > 0)
    damage.lines(stateLog.path, incompleteLine(state.begun), [state.begun]);
  const isTold = damage.count > told;
  const journal = read(path, journalLog, damage);
  if (found !== 'none' && !isTold) checkThere(path, state, journal, damage);
  const hold = {
    name: folder.name,
    isOurs: () => lock.isHeld(),
    renew: () => {
      folder.renew();
      lock.take();
      writeFormat(path);
    },
  };
  const reserve = new Reserve(join(path, 'reserve'));
  const keeper = new Keeper(hold, stateLog, reserve, (hint) => say('storage-failed', hint));
  const diaries = new Diaries(journalLog);
  return {
    keeper,
    diaries,
    start(kept, journalOf, journals) {
      const refusedBy = (log: Log) => (record: unknown, why: string) =>
        damage.lines(log.path, `a record could not be used: ${why}`, [JSON.stringify(record)]);
      restoreJournals(journal.values, journalOf, refusedBy(journalLog));
      const gathered = gather(state.values);
      for (const { record, why } of gathered.refused) refusedBy(stateLog)(record, why);
      const isComplete = () => damage.count === 0;
      let isTidied = false;
      const settle = (jobs: Parameters<typeof tidy>[1]) => {
        isTidied = tidy(path, jobs, isComplete(), damage);
      };
      restore(gathered, kept, settle, refusedBy(stateLog));
      const { worlds } = kept.host;
      function* things(of?: string) {
        for (const world of worlds.all())
          if (of === undefined || world.clientId === of)
            for (const [kind, key] of thingsOf(world, kept)) yield [world.clientId, kind, key] as const;
      }
      const source: Source = {
        things,
        view: (clientId, kind, key) => viewOf(kept, clientId, kind, key),
        systemMs: () => worlds.systemMs(),
      };
      const live = [...things()].length;
      keeper.begin(source, isTidied || damage.count > 0 || state.values.length > 2 * live + 1000);
      diaries.begin(journals, damage.count > 0);
      isStarted = true;
      for (const told of early) tell(...told);
    },
    async close() {
      await keeper.close();
      await diaries.close();
      lock.release();
    },
  };
}

/** Reads a log; what cannot be read is set aside. */
function read(path: string, log: Log, damage: Damage): OpenedLog {
  const opened = openLog(path, log, damage);
  if (opened.damaged.length > 0) {
    const numbers = opened.damaged.map(({ number }) => number);
    const which = numbers.length === 1 ? `line ${numbers.join()} is` : `${numbers.length} lines are`;
    damage.lines(
      log.path,
      `${which} damaged`,
      opened.damaged.map(({ bytes }) => bytes),
    );
  }
  return opened;
}

/**
 * The first thing that is kept in a folder is how the host was at its start, before any call is answered. Where that is not
 * there and something else is, what was acknowledged has been lost.
 */
function checkThere(path: string, state: OpenedLog, journal: OpenedLog, damage: Damage): void {
  if (state.values.length > 0) return;
  const wasUsed =
    journal.values.length > 0 || ['printed', 'incoming'].some((room) => namesIn(join(path, room)).length > 0);
  if (!wasUsed) return;
  const what =
    'there is not one whole line in it, although the folder was in use: its jobs and tokens are lost';
  if (state.begun.length === 0) damage.missing(`state.log: ${what}.`);
  else damage.lines(join(path, 'state.log'), what, [state.begun]);
}

function openLog(path: string, log: Log, damage: Damage): OpenedLog {
  return held(path, () => {
    try {
      return log.open();
    } catch (error) {
      log.close();
      if (!isSystemError(error)) throw error;
      damage.file(log.path, `it cannot be read (${reasonOf(error)})`);
      return log.open();
    }
  });
}

/** Says in a sentence why the folder cannot be used. */
function held<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof NoRegularFileError)
      throw new FolderError(`${error.message}; remove it, or name another folder than ${path}`);
    if (!isSystemError(error)) throw error;
    throw new FolderError(`the folder ${path} cannot be used (${reasonOf(error)})`);
  }
}
