import { attempt, SOURCES, type Findings, type Given, type Origin } from './given.js';
import { presetOf, type CommandName, type Setting } from './setting.js';
import { check } from '../text/check.js';
import { SETTINGS, type SettingName, type Values } from './settings.js';

/** One value for each setting that has one, and where it comes from. */
export interface Merged {
  readonly values: Values;
  /** The origins of every setting: several for one that is merged from several sources. */
  readonly origins: Readonly<Record<SettingName, readonly Origin[]>>;
}

const DEFAULT: Origin = { source: 'default', label: 'default' };

const rank = (origin: Origin | undefined) => SOURCES.indexOf((origin ?? DEFAULT).source);

/** Returns the value of each setting: a flag overrides the environment, that the config file, and that the default. */
export function mergeSources(given: readonly Given[], findings: Findings, command: CommandName): Merged {
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin[]> = {};
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const setting: Setting<unknown> = SETTINGS[name];
    const sources = given
      .filter((each) => each.name === name)
      .sort((a, b) => rank(b.origin) - rank(a.origin));
    const used = setting.type.several?.join === undefined ? sources.slice(0, 1) : sources;
    const reset = used.findIndex(({ raw }) => raw === undefined);
    const counted = reset < 0 ? used : used.slice(0, reset);
    let value: unknown = presetOf(setting, command);
    for (const each of counted.toReversed()) {
      const read = attempt(each.origin, findings, setting.secret !== undefined, () =>
        readValue(setting, each),
      );
      value = value === undefined ? read : (setting.type.several?.join?.(value, read) ?? read);
    }
    if (value !== undefined) values[name] = value;
    const from = (reset < 0 ? used : used.slice(0, reset + 1)).map(({ origin }) => origin);
    origins[name] = from.length === 0 ? [DEFAULT] : from;
  }
  const merged = { values: values as Values, origins: origins as Record<SettingName, Origin[]> };
  resolveHttps(merged);
  resolveToken(merged, findings);
  return merged;
}

function readValue({ type }: Setting<unknown>, { raw, folder }: Given): unknown {
  if (raw === undefined) return undefined;
  const { fromText = String, several } = type;
  // A script may append its own flag to default ones, so the last value counts.
  const json =
    'json' in raw
      ? raw.json
      : 'text' in raw
        ? fromText(raw.text)
        : (several?.fromTexts(raw.texts) ?? fromText(raw.texts.at(-1) ?? ''));
  return check(type.shape(folder), json);
}

/** Switches `tls` on for an `https-port` of a higher source; removes the port if `tls` stays off. */
function resolveHttps({ values, origins }: { values: Values; origins: Record<SettingName, Origin[]> }): void {
  const [tls] = origins.tls;
  const [port = DEFAULT] = origins['https-port'];
  if (values['https-port'] !== undefined && values.tls !== true && rank(port) > rank(tls)) {
    values.tls = true;
    origins.tls = [{ ...port, label: `implied by ${port.label}` }];
  }
  if (values.tls === true) values['https-port'] ??= 8443;
  else delete values['https-port'];
}

/** Keeps the token or its file, whichever has the higher source. */
function resolveToken(
  { values, origins }: { values: Values; origins: Record<SettingName, Origin[]> },
  { problems }: Findings,
): void {
  if (values['control-token'] === undefined || values['control-token-file'] === undefined) return;
  const [token = DEFAULT] = origins['control-token'];
  const [file = DEFAULT] = origins['control-token-file'];
  if (rank(token) === rank(file))
    problems.push(`${token.label} and ${file.label} are both given; one of them is enough`);
  else delete values[rank(token) < rank(file) ? 'control-token' : 'control-token-file'];
}
