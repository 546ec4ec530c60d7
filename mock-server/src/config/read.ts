import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { MockOptionError, type StartOptions } from './options.js';
import { readEnvironment, readVariable, type Environment } from './environment.js';
import { DEFAULT_FILE, readConfigFile } from './file.js';
import { readFlags, type Asked } from './flags.js';
import { withPresentNames } from './former-names.js';
import type { Findings } from './given.js';
import type { CommandName } from './setting.js';
import { mergeSources, type Merged } from './merge-sources.js';
import type { Values } from './settings.js';
import { outputOf, startOptions, type Output } from './start.js';

/** The sources of a configuration beside the arguments. */
export interface Surroundings {
  readonly env: Environment;
  readonly cwd: string;
}

/** The configuration that arguments, environment and config file make together. */
export interface Configuration extends Asked, Merged {
  readonly options: StartOptions;
  readonly output: Output;
  /** The path of the config file as the user wrote it. */
  readonly file: string | undefined;
  /** The arguments after `--`, for a command that takes them. */
  readonly rest: readonly string[] | undefined;
  /** Lines for stderr that do not stop the start. */
  readonly warnings: readonly string[];
}

/** An invalid configuration. The message has a line for each problem. */
export class ConfigurationError extends MockOptionError {
  readonly problems: readonly string[];
  /** Warnings that may explain a problem, such as a mistyped variable. */
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
  // Help is shown even if the configuration is invalid: that is when it is needed.
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
  const merged = mergeSources(given, findings, command);
  const options = await startOptions(merged, findings);
  if (findings.problems.length > 0) throw new ConfigurationError(findings);
  return {
    ...asked,
    ...merged,
    options,
    output: outputOf(merged.values),
    file,
    warnings: findings.warnings,
  };
}

const NOTHING = {
  values: {} as Values,
  origins: {} as Merged['origins'],
  options: {},
  output: 'lines',
  file: undefined,
  warnings: [],
} as const;

/** Returns the path of the flag or the environment, or the default file of the working directory if it exists. */
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
