import { OutcomeUnknownError, type EpsonConnectV2, type Progress } from '../../v2/index.js';
import { padded } from '../columns.js';
import type { Command, Run } from '../command.js';
import { EXIT, exitCodeOf, UsageError } from '../exit-code.js';
import type { Flags } from '../flags.js';
import { errorOf, messageOf } from '../messages.js';
import { plainText } from '../plain-text.js';
import { documentOf } from '../print-file.js';
import { checkInputs } from '../print-files.js';
import { DOCUMENT_ABOUT, DOCUMENT_FLAGS } from './print-command.js';
import { settingsOf, wholeSettings } from './settings.js';

/** A date and a time, with `Z` or an offset, or without one in the time zone of the machine. */
const MOMENT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:00(?:\.0+)?)?(Z|[+-]\d\d:?\d\d)?$/;

const QUARTER_MS = 15 * 60_000;

/** Returns the time of `--at`. @throws {UsageError} It is none, or not on a quarter of an hour in the range. */
export function momentOf(flags: Flags, nowMs = Date.now()): Date {
  const text = flags.text('at');
  if (text === undefined)
    throw new UsageError(
      'schedule needs the time: --at "2027-05-03 14:30" (local), or --at 2027-05-03T14:30Z.',
    );
  const [, day, time, , zone = ''] = MOMENT.exec(text) ?? [];
  const moment = new Date(`${day}T${time}${zone}`);
  if (Number.isNaN(moment.getTime()))
    throw new UsageError(
      `--at must be a date and a time such as "2027-05-03 14:30" or 2027-05-03T14:30Z, not "${plainText(text)}".`,
    );
  checkExistence(moment, text, `${day} ${time}`, zone === '');
  const least = Math.ceil((nowMs + QUARTER_MS) / QUARTER_MS) * QUARTER_MS;
  const most = Math.floor((nowMs + 14 * 86_400_000) / QUARTER_MS) * QUARTER_MS;
  const ms = moment.getTime();
  if (ms % QUARTER_MS === 0 && ms >= least && ms <= most) return moment;
  const near = Math.min(Math.max(Math.round(ms / QUARTER_MS) * QUARTER_MS, least), most);
  throw new UsageError(
    `--at must be on a quarter of an hour, 15 minutes to 14 days ahead. The nearest such time is ${shown(new Date(near))}.`,
  );
}

/** @throws {UsageError} It is a day that there is not, or a local time that the clocks skip, or go through twice. */
function checkExistence(moment: Date, text: string, typed: string, isLocal: boolean): void {
  const [day = ''] = typed.split(' ');
  const what = `--at "${plainText(text)}"`;
  if (!new Date(`${day}T00:00Z`).toISOString().startsWith(day))
    throw new UsageError(`${what}: there is no such day.`);
  if (!isLocal) return;
  if (shown(moment) !== typed)
    throw new UsageError(
      `${what} is skipped by the clocks: the next time that there is is ${shown(moment)}.`,
    );
  // The engine takes the first of two.
  const second = [60, 30].map((minutes) => new Date(moment.getTime() + minutes * 60_000));
  const again = second.find((each) => shown(each) === typed);
  const inUtc = (each: Date) => `${each.toISOString().slice(0, 16)}Z`;
  if (again)
    throw new UsageError(
      `${what} is there twice, because the clocks go back. Name the one that you mean: ${inUtc(moment)} or ${inUtc(again)}`,
    );
}

/** Returns a moment in the time zone of the machine, as `--at` takes it. */
function shown(moment: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

export const schedule: Command<EpsonConnectV2> = {
  usage: 'FILE --at TIME',
  summary: 'Print a file at a later time; "-" is standard input',
  flags: { ...DOCUMENT_FLAGS, at: 'text' },
  about: [
    '--at TIME               "2027-05-03 14:30" in local time, or 2027-05-03T14:30Z: on a quarter of an hour,',
    '                        15 minutes to 14 days ahead',
    ...DOCUMENT_ABOUT,
  ],
  examples: ['epson-connect schedule invoice.pdf --at "2027-05-03 14:30"'],
  words: [1, 1],
  check(given) {
    checkInputs(given);
    settingsOf(given.flags);
    momentOf(given.flags);
  },
  async run(given) {
    const { epson, flags, interrupt, terminal, words } = given;
    const [file = ''] = words;
    const printAt = momentOf(flags);
    const name = plainText(file === '-' ? flags.text('name') : file);
    const base = { command: 'schedule', file };
    let last: Progress | undefined;
    const onProgress = (progress: Progress) => {
      last = progress;
      if (progress.step === 'schedules.reserve')
        interrupt.protect(() =>
          terminal.note(`${name}: reserving; waiting for the answer … Press Ctrl-C again to end at once.`),
        );
      terminal.progress(`${name}: ${progress.step}`);
    };
    try {
      const { signal } = interrupt;
      const printSettings = await wholeSettings(epson, flags, signal);
      const schedule = await epson.schedules.create(await documentOf(given, file), {
        printAt,
        jobName: flags.text('job-name'),
        printMode: flags.text('print-mode'),
        printSettings,
        allowUnknownType: flags.is('allow-unknown-type'),
        signal,
        onProgress,
      });
      const id = plainText(schedule.scheduleJobId);
      terminal.result(
        { ...base, outcome: 'scheduled', schedule },
        `${name}: prints at ${shown(printAt)} as schedule ${id}. Cancel it with: epson-connect schedules cancel ${id}`,
      );
      return EXIT.ok;
    } catch (error) {
      const isStopped = interrupt.signal.aborted;
      const outcome = error instanceof OutcomeUnknownError ? 'unknown' : isStopped ? 'canceled' : 'failed';
      const id = last?.job_id;
      terminal.result({
        ...base,
        outcome,
        schedule: id && { scheduleJobId: id },
        ...errorOf(error),
      });
      const of = id === undefined ? '' : ` (schedule ${plainText(id)})`;
      const text =
        outcome === 'unknown'
          ? `outcome unknown. ${messageOf(error)} See: epson-connect schedules`
          : isStopped
            ? `canceled${of} before it was reserved. Nothing will be printed.`
            : `not scheduled. ${messageOf(error)}${of}`;
      terminal.note(`${name}: ${text}`);
      return interrupt.isAsked ? interrupt.exitCode : exitCodeOf(error);
    } finally {
      interrupt.unprotect();
    }
  },
};

export const schedules: Command<EpsonConnectV2> = {
  usage: '[list | cancel ID]',
  summary: 'List what is scheduled, or cancel it before its time (default: list)',
  examples: ['epson-connect schedules', 'epson-connect schedules cancel 0123456789abcdef'],
  words: [0, 2],
  check({ words: [action = 'list', id] }) {
    if (!['list', 'cancel'].includes(action))
      throw new UsageError(`Unknown action: schedules ${plainText(action)}.`);
    if ((action === 'cancel') !== (id !== undefined))
      throw new UsageError(`schedules ${action} takes ${action === 'cancel' ? 'the ID of one' : 'no ID'}.`);
  },
  async run({ words: [action = 'list', id = ''], ...given }) {
    if (action === 'cancel') await cancel(given, id);
    else await list(given);
    return EXIT.ok;
  },
};

type Given = Omit<Run<EpsonConnectV2>, 'words'>;

async function list({ epson, terminal, interrupt: { signal } }: Given): Promise<void> {
  const all = await epson.schedules.list({ signal });
  const lines = padded(
    all.map(({ scheduleJobId, printAt, printDateTime, jobName }) =>
      [scheduleJobId, printAt ? shown(printAt) : printDateTime, jobName].map(plainText),
    ),
  );
  terminal.result(
    { command: 'schedules', outcome: 'ok', schedules: all },
    lines.join('\n') || 'Nothing is scheduled. Schedule a file with: epson-connect schedule FILE --at TIME',
  );
}

async function cancel(
  { epson, terminal, interrupt: { signal } }: Given,
  scheduleJobId: string,
): Promise<void> {
  await epson.schedules.cancel(scheduleJobId, { signal });
  terminal.result(
    { command: 'schedules', outcome: 'canceled', schedule: { scheduleJobId } },
    `schedule ${plainText(scheduleJobId)}: canceled. It does not print.`,
  );
}
