import type { Merged } from './merge-sources.js';
import type { Setting } from './setting.js';
import { toJson } from './value-type.js';
import { SETTINGS, type SettingName } from './settings.js';
import { printableJson } from '../text/printable.js';

/**
 * Returns the merged configuration as the text of a config file, secrets masked. Read again, it gives the same configuration,
 * once secrets are put in or come from the environment.
 */
export function printedConfig({ values }: Pick<Merged, 'values'>): string {
  const settings: Readonly<Record<string, Setting<unknown>>> = SETTINGS;
  const content = Object.entries(values).map(([name, value]) => [
    name,
    settings[name] && toJson(settings[name].type, value),
  ]);
  return `${printableJson(Object.fromEntries(content), 2)}\n`;
}

/** Returns the origin of each value, a line for each setting. */
export function printedOrigins({ values, origins }: Pick<Merged, 'values' | 'origins'>): string {
  const settings: Readonly<Record<string, Setting<unknown>>> = SETTINGS;
  const lines = (Object.keys(settings) as SettingName[]).map((name) => {
    const labels = origins[name].map(({ label }) => label);
    const otherwise = settings[name]?.otherwise;
    const words = values[name] === undefined && otherwise !== undefined ? ` (${otherwise})` : '';
    return `  ${name.padEnd(22)}${labels.join(', ')}${words}`;
  });
  return `${lines.join('\n')}\n`;
}
