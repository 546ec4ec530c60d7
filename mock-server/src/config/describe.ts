import { presetOf, variableOf, type CommandName, type Setting } from './setting.js';
import { toJson } from './value-type.js';
import { SETTINGS } from './settings.js';

/** Returns the default of a setting for help and guide; an empty text if it is off or empty. */
export function defaultOf(setting: Setting<unknown>, command: CommandName = 'start'): string {
  const { otherwise, otherwiseWith, type } = setting;
  if (otherwiseWith?.[command] !== undefined) return otherwiseWith[command];
  const preset = presetOf(setting, command);
  if (preset === undefined) return otherwise ?? '';
  const json = toJson(type, preset);
  const items = Array.isArray(json) ? json : [json];
  return items
    .filter((item) => item !== false && JSON.stringify(item) !== '{}')
    .map(String)
    .join(', ');
}

/** Returns the table of the guide: for each setting a row of cells. */
export function settingRows(): string[][] {
  return Object.entries(SETTINGS as Record<string, Setting<unknown>>).map(([name, setting]) => {
    const { type, secret } = setting;
    const flag = `--${name}${type.placeholder && ` ${type.placeholder}`}`;
    const repeated = type.several === undefined ? '' : ' (several)';
    return [
      secret === undefined ? `\`${flag}\`${repeated}` : `\`${name}\`, no flag`,
      `\`${variableOf(name)}\``,
      setting.help +
        (setting.commands === undefined ? '' : ` Only with \`${setting.commands.join('`, `')}\`.`),
      allDefaults(setting),
    ];
  });
}

/** Returns the default, and that of each command with another one. */
function allDefaults(setting: Setting<unknown>): string {
  const commands = Object.keys({ ...setting.presets, ...setting.otherwiseWith }) as CommandName[];
  const others = commands.map((command) => `; ${defaultOf(setting, command)} with \`${command}\``);
  return [defaultOf(setting), ...others].join('');
}
