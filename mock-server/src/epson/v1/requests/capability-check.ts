import type { PrintMode, PrintSetting } from '../contract.js';
import { capabilityAnswer } from '../capability.js';
import { presetNameOf, type ModeCapability } from '../../domain/capability.js';
import { Refusal } from '../../../rules/refusal.js';

/**
 * Checks a print setting against what the printer can do in this print mode.
 *
 * @throws Refusal `setting-not-supported` with the first member that does not fit, and the values that would
 */
export function checkFit(setting: PrintSetting, capability: ModeCapability, mode: PrintMode): void {
  const { color_modes, media_sizes: sizes } = capabilityAnswer(capability);
  one('color_mode', setting.color_mode, color_modes);
  one(
    'media_size',
    setting.media_size,
    sizes.map(({ media_size }) => media_size),
  );
  const types = sizes.find(({ media_size }) => media_size === setting.media_size)?.media_types ?? [];
  one(
    `media_type with ${setting.media_size}`,
    setting.media_type,
    types.map(({ media_type }) => media_type),
  );
  const paper = types.find(({ media_type }) => media_type === setting.media_type);
  if (paper === undefined) return;
  const on = `with ${setting.media_size} and ${setting.media_type}`;
  one(`source ${on}`, setting.source, paper.sources);
  one(`print_quality ${on}`, setting.print_quality, paper.print_qualities);
  if (setting.borderless && !paper.borderless) refuse(`borderless ${on}`, true, 'false');
  if ((setting['2_sided'] ?? 'none') !== 'none' && !paper['2_sided'])
    refuse(`2_sided ${on}`, setting['2_sided'], 'none');

  function one(what: string, value: string, supported: readonly string[]): void {
    if (!supported.includes(value)) refuse(what, value, [...new Set(supported)].join(', '));
  }

  function refuse(what: string, value: unknown, supported: string): never {
    const preset = presetNameOf(capability);
    const whose =
      preset === undefined
        ? ''
        : ` That is the preset ${preset} of the mock, and not what your printer can do: --capability names another preset (everything permits all that is documented) or a file with your printer's own answer.`;
    throw new Refusal(
      'setting-not-supported',
      `This printer cannot do ${what}: ${JSON.stringify(value)}. In print mode ${mode} it takes: ${supported}. Ask for its capability before setting.${whose}`,
    );
  }
}
