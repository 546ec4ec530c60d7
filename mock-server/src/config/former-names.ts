import type { Findings, Given } from './given.js';
import { variableOf, type Setting } from './setting.js';
import { SETTINGS, type SettingName } from './settings.js';

/** The present name of each renamed setting, by its former name. */
export const FORMER_NAMES: ReadonlyMap<string, SettingName> = new Map(
  (Object.keys(SETTINGS) as SettingName[]).flatMap((name) => {
    const { formerly }: Setting<unknown> = SETTINGS[name];
    return formerly === undefined ? [] : [[formerly, name]];
  }),
);

/** Returns a setting by its present or its former name. */
export function settingNamed(name: string): Setting<unknown> | undefined {
  const settings: Readonly<Record<string, Setting<unknown> | undefined>> = SETTINGS;
  const present = FORMER_NAMES.get(name) ?? name;
  return Object.hasOwn(settings, present) ? settings[present] : undefined;
}

/** Replaces former names by the present ones, with a warning for each. Beside the present name, a former one is ignored. */
export function withPresentNames(given: readonly Given[], { warnings }: Findings): Given[] {
  return given.flatMap((each) => {
    const name = FORMER_NAMES.get(each.name);
    if (name === undefined) return [each];
    const { source, label } = each.origin;
    const [now] = label
      .replace(each.name, name)
      .replace(variableOf(each.name), variableOf(name))
      .split(' in ');
    const isBoth = given.some((other) => other.name === name && other.origin.source === source);
    warnings.push(
      isBoth
        ? `${label} is ignored, because ${now} is given; both are the same setting`
        : `${label} is now ${now}; the old name works until 1.0`,
    );
    return isBoth ? [] : [{ ...each, name }];
  });
}
