import {
  colorModeValues,
  doubleSidedValues,
  paperSizeValues,
  paperSourceValues,
  paperTypeValues,
  printModeValues,
  printQualityValues,
  type components,
} from '../generated/epson-connect-v2.js';
import type { Capabilities, ModeCapability, PrintMode } from '../epson/domain/capability.js';
import { misfitOf } from '../epson/domain/fit.js';
import type { PrintSettings } from '../epson/domain/job.js';
import { isObject, type JsonObject } from '../epson/requests/body.js';
import { FORMER_NAMES } from '../epson/v2/requests/names.js';
import { scheduleDate, settingsOf, settingWords, type PrintSetting } from '../epson/v2/words.js';
import { isSameName, mendName, mendTarget, near, parseObject, valueFor, type Member } from './mend.js';

const MEMBERS: Readonly<Record<keyof PrintSetting, Member>> = {
  paperSize: { values: paperSizeValues, instead: 'ps_a4' },
  paperType: { values: paperTypeValues, instead: 'pt_plainpaper' },
  borderless: { values: [true, false], instead: false },
  printQuality: { values: printQualityValues, instead: 'normal' },
  paperSource: { values: paperSourceValues, instead: 'auto' },
  colorMode: { values: colorModeValues, instead: 'color' },
  // Capability has a boolean under the same name, which programs hand back.
  doubleSided: { values: doubleSidedValues, ofBoolean: { true: 'long', false: 'none' } },
  reverseOrder: { values: [true, false] },
  copies: { values: Array.from({ length: 99 }, (_, at) => at + 1) },
  collate: { values: [true, false] },
};

const LONGEST_ALIAS = 20;
const QUARTER_MS = 15 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Returns the body that creates a job as it should be, near to what the program sent, also where that was written for version 1.
 *
 * @param text what was sent, as far as it is known
 */
export function mendJobRequestV2(text: string | undefined, capabilities: Capabilities): JsonObject {
  const sent = parseObject(text);
  const printMode = modeIn(sent);
  return {
    jobName: mendName(memberOf(sent, 'jobName')) ?? 'job',
    printMode,
    ...settingsIn(sent, capabilities[printMode]),
  };
}

/** Returns what is different in a copy. Its settings are whole, because those of the original are not known. */
export function mendCopyV2(text: string | undefined, capabilities: Capabilities): JsonObject {
  const sent = parseObject(text);
  const jobName = mendName(memberOf(sent, 'jobName'));
  return { ...(jobName === undefined ? {} : { jobName }), ...settingsIn(sent, capabilities[modeIn(sent)]) };
}

/** Returns the body of register destination as it should be, near to what the program sent. */
export function mendDestinationV2(text: string | undefined): components['schemas']['NewDestination'] {
  const sent = parseObject(text);
  const { alias, service, destination } = mendTarget(
    memberOf(sent, 'aliasName'),
    sent['destination'],
    LONGEST_ALIAS,
  );
  return { aliasName: alias, destinationService: service, destination };
}

/**
 * Returns the time of a schedule as it should be: the one that was sent, at the next quarter of an hour, or the same time of the
 * next day where that is not possible.
 *
 * @param now when it was sent
 */
export function mendPrintTime(text: string | undefined, now = new Date()): string {
  const { printDateTime: given } = parseObject(text);
  const sent = typeof given === 'string' || typeof given === 'number' ? `${given}` : '';
  const [, year, month, day, hour, minute] = /^(\d{4})\D?(\d\d)\D?(\d\d)\D?(\d\d)\D?(\d\d)/.exec(sent) ?? [];
  const asked = Date.parse(`${year}-${month}-${day}T${hour}:${minute}Z`);
  const rounded = Math.ceil(asked / QUARTER_MS) * QUARTER_MS;
  const fromNow = rounded - now.getTime();
  // The line is run some time later.
  const isPossible = fromNow > DAY_MS / 24 && fromNow < 13 * DAY_MS;
  return scheduleDate(isPossible ? rounded : Math.ceil(now.getTime() / QUARTER_MS) * QUARTER_MS + DAY_MS);
}

/** Returns a member under its own name, its name in version 1, or one that is written nearly so. */
function memberOf(object: JsonObject, name: string): unknown {
  const other = Object.keys(object).find((each) => FORMER_NAMES[each] === name || isSameName(each, name));
  return object[name] ?? object[other ?? name];
}

function modeIn(sent: JsonObject): PrintMode {
  return (near(memberOf(sent, 'printMode'), printModeValues) as PrintMode | undefined) ?? 'document';
}

function settingsIn(sent: JsonObject, capability: ModeCapability): { printSettings?: PrintSetting } {
  const given = memberOf(sent, 'printSettings');
  if (!isObject(given)) return {};
  const mended: JsonObject = {};
  for (const [name, member] of Object.entries(MEMBERS)) {
    const value = valueFor(member, ownWord(memberOf(given, name)));
    if (value !== undefined) mended[name] = value;
  }
  return { printSettings: settingWords(fitted(settingsOf(mended) as PrintSettings, capability)) };
}

/** Returns a word of version 1, or one that programs make up, as version 2 has it. */
function ownWord(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value
    .replace(/^ms_/i, 'ps_')
    .replace(/^mt_/i, 'pt_')
    .replace(/[ _-]?edge$/i, '');
}

/** Returns settings that the printer can do, with as much of the wish as possible. */
function fitted(wish: PrintSettings, capability: ModeCapability): PrintSettings {
  const misfit = misfitOf(wish, capability);
  const [instead] = misfit?.supported ?? [];
  if (misfit === undefined || instead === undefined) return wish;
  return fitted({ ...wish, [misfit.member]: instead }, capability);
}
