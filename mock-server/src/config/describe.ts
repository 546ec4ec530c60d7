import { presetOf, variableOf, type CommandName, type Setting } from './setting.js';
import { SETTINGS } from './settings.js';

/** A setting's default in words, for help and README; nothing for what is off, or empty. */
export function defaultOf(setting: Setting<unknown>, command: CommandName = 'start'): string {
  const { otherwise, kind } = setting;
  const preset = presetOf(setting, command);
  if (preset === undefined) return otherwise ?? '';
  const json = kind.toJson(preset);
  const items = Array.isArray(json) ? json : [json];
  return items
    .filter((item) => item !== false && JSON.stringify(item) !== '{}')
    .map(String)
    .join(', ');
}

/** The table of the README: one row for each setting, as cells. */
export function settingRows(): string[][] {
  return Object.entries(SETTINGS as Record<string, Setting<unknown>>).map(([name, setting]) => {
    const { kind, secret, several } = { ...setting, several: setting.kind.several };
    const flag = `--${name}${kind.sign === '' ? '' : ` ${kind.sign}`}`;
    const repeated = several === undefined ? '' : ' (several)';
    return [
      secret === undefined ? `\`${flag}\`${repeated}` : `\`${name}\`, no flag`,
      `\`${variableOf(name)}\``,
      setting.help +
        (setting.commands === undefined ? '' : ` Only with \`${setting.commands.join('`, `')}\`.`),
      allDefaults(setting),
    ];
  });
}

/** The default, and that of each command that has another one. */
function allDefaults(setting: Setting<unknown>): string {
  const others = Object.entries(setting.presets ?? {}).map(
    ([command, preset]) => `; ${String(setting.kind.toJson(preset))} with \`${command}\``,
  );
  return [defaultOf(setting), ...others].join('');
}
