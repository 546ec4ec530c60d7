import { parseArgs } from 'node:util';
import type { Findings, Given } from './given.js';
import { suggestion } from '../text/suggest.js';
import type { CommandName, Setting } from './setting.js';
import { FORMER_NAMES, settingNamed } from './former-names.js';
import { SETTINGS } from './settings.js';

/** Requests of the flags beside settings. */
export interface Asked {
  readonly help: boolean;
  readonly version: boolean;
  readonly 'print-config': boolean;
}

export interface Flags extends Asked {
  readonly given: readonly Given[];
  /** The path that `--config` names; `null` for `--no-config`. */
  readonly config: string | null | undefined;
  /** The arguments after `--`. */
  readonly rest: readonly string[] | undefined;
}

const ASKED = ['help', 'version', 'print-config'] as const;

/** Sorts the arguments, and adds problems to the findings. Values are checked later. */
export function readFlags(
  argv: readonly string[],
  folder: string,
  command: CommandName,
  findings: Findings,
): Flags {
  const settings = [...Object.keys(SETTINGS), ...FORMER_NAMES.keys()].map(
    (name) => [name, settingNamed(name) as Setting<unknown>] as const,
  );
  const known = settings.filter(
    ([, { secret, commands }]) => !secret && (commands?.includes(command) ?? true),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...Object.fromEntries(
        settings.map(([name, { type, secret }]) => [
          name,
          // The value after a refused secret flag must not be shown as an unexpected argument.
          { type: type.placeholder === '' && !secret ? 'boolean' : 'string' } as const,
        ]),
      ),
      config: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });

  const texts = new Map<string, string[] | null>();
  const asked = new Set<string>();
  const names = [...known.map(([name]) => name), 'config', ...ASKED];
  const problems = findings.problems;
  let rest: string[] | undefined;
  let afterUnknown = -1;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') {
      rest = argv.slice(token.index + 1);
      break;
    }
    if (token.kind === 'positional') {
      // The argument after an unknown flag is most likely its value.
      if (token.index !== afterUnknown) {
        problems.push(
          `unexpected argument ${JSON.stringify(token.value)}${command === 'run' ? '; the command follows --' : ''}`,
        );
      }
      continue;
    }
    const { name, value, rawName, inlineValue, index } = token;
    const negated = name.startsWith('no-') && names.includes(name.slice(3)) ? name.slice(3) : undefined;
    if ((ASKED as readonly string[]).includes(name)) asked.add(name);
    else if (negated !== undefined) texts.set(negated, null);
    else if (!names.includes(name)) {
      problems.push(whyUnknown(rawName, name, names));
      afterUnknown = index + 1;
    } else if (isSwitch(name)) {
      if (inlineValue) problems.push(`--${name} takes no value; --no-${name} switches it off`);
      else texts.set(name, ['true']);
    } else if (value === undefined) problems.push(`--${name} has no value`);
    else if (value.trim() === '') problems.push(`--${name} is empty; leave it out for the default`);
    else if (!inlineValue && value.startsWith('-')) {
      problems.push(`--${name} has no value; if ${value} is the value, write --${name}=${value}`);
    } else texts.set(name, [...(texts.get(name) ?? []), value]);
  }
  const config = texts.get('config');
  texts.delete('config');
  return {
    help: asked.has('help'),
    version: asked.has('version'),
    'print-config': asked.has('print-config'),
    config: config === null ? null : config?.at(-1),
    rest,
    given: [...texts].map(([name, each]) => ({
      name,
      origin: { source: 'flag', label: each === null ? `--no-${name}` : `--${name}` },
      folder,
      ...(each === null ? {} : { raw: { texts: each } }),
    })),
  };
}

function isSwitch(name: string): boolean {
  return settingNamed(name)?.type.placeholder === '';
}

function whyUnknown(flag: string, name: string, names: readonly string[]): string {
  const setting = settingNamed(name);
  if (setting?.secret !== undefined) {
    return `${flag} is not accepted, because every user of this machine can see the flags of a process; use ${setting.secret}`;
  }
  if (setting?.commands !== undefined) return `${flag} is only valid with ${setting.commands.join(' and ')}`;
  return `unknown option ${flag}${suggestion(name, names, (found) => `--${found}`)}`;
}
