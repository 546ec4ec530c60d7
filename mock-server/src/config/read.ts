import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { MockOptionError, type StartOptions } from './options.js';
import { readEnvironment, readVariable, type Environment } from './environment.js';
import { DEFAULT_FILE, readConfigFile } from './file.js';
import { readFlags, type Asked } from './flags.js';
import { withPresentNames } from './former-names.js';
import type { Findings } from './given.js';
import type { CommandName } from './setting.js';
import { settle, type Settled } from './merge-sources.js';
import type { Values } from './settings.js';
import { outputOf, startOptions, type Output } from './start.js';

/** What a configuration is read from beside the arguments. */
export interface Surroundings {
  readonly env: Environment;
  readonly cwd: string;
}

/** What the arguments, the environment and the config file ask for. */
export interface Configuration extends Asked, Settled {
  readonly options: StartOptions;
  readonly output: Output;
  /** The file that was read, as the user calls it. */
  readonly file: string | undefined;
  /** What follows `--`, for a command that takes it. */
  readonly rest: readonly string[] | undefined;
  /** Lines for stderr: nothing is wrong, but somebody may want to know. */
  readonly warnings: readonly string[];
}

/** A configuration with something wrong in it. The message has a line for each thing. */
export class ConfigurationError extends MockOptionError {
  readonly problems: readonly string[];
  /** What may have to do with it, such as a variable whose name is mistyped. */
  readonly warnings: readonly string[];

  constructor({ problems, warnings }: Readonly<Findings>) {
    const [first = '', ...others] = problems;
    super(others.length === 0 ? first : [`${problems.length} problems`, ...problems].join('\n  '));
    this.problems = problems;
    this.warnings = warnings;
  }
}

/**
 * Reads the configuration: a flag overrides the environment, the environment the config file, and that the default.
 *
 * @param argv what follows the command's name
 * @throws ConfigurationError with every problem, not only the first
 * @example const { options, rest } = await readConfiguration(argv, { env: process.env, cwd: process.cwd() }, 'run');
 */
export async function readConfiguration(
  argv: readonly string[],
  { env, cwd }: Surroundings,
  command: CommandName = 'start',
): Promise<Configuration> {
  const findings: Findings = { problems: [], warnings: [] };
  const flags = readFlags(argv, cwd, command, findings);
  if (flags.rest !== undefined && command !== 'run') {
    findings.problems.push('-- is only valid with run');
  }
  const { help, version, rest } = flags;
  const asked = { help, version, 'print-config': flags['print-config'], rest };
  // Who asks for help has something wrong already, most likely.
  if (help || version) return { ...asked, ...NOTHING };

  const file = configFile(flags.config, env, cwd, findings);
  const given = withPresentNames(
    [
      ...flags.given,
      ...readEnvironment(env, cwd, findings),
      ...(file === undefined ? [] : await readConfigFile(resolve(cwd, file), file, findings)),
    ],
    findings,
  );
  const settled = settle(given, findings, command);
  const options = await startOptions(settled, findings);
  if (findings.problems.length > 0) throw new ConfigurationError(findings);
  return {
    ...asked,
    ...settled,
    options,
    output: outputOf(settled.values),
    file,
    warnings: findings.warnings,
  };
}

const NOTHING = {
  values: {} as Values,
  origins: {} as Settled['origins'],
  options: {},
  output: 'lines',
  file: undefined,
  warnings: [],
} as const;

/** The file that the flag or the environment names, or the one in the working directory. */
function configFile(
  flag: string | null | undefined,
  env: Environment,
  cwd: string,
  { warnings }: Findings,
): string | undefined {
  if (flag === null) return undefined;
  const named = flag ?? readVariable(env, 'config');
  if (named !== undefined) return named;
  if (!existsSync(resolve(cwd, DEFAULT_FILE))) return undefined;
  warnings.push(`reading ${DEFAULT_FILE} of the working directory; --no-config ignores it`);
  return DEFAULT_FILE;
}
