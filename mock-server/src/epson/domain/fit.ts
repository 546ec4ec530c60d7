import type { ModeCapability, Paper } from './capability.js';
import type { PrintSettings } from './job.js';

/** The first setting that a printer cannot do. */
export interface Misfit {
  readonly member: 'colorMode' | 'paperSize' | 'paperType' | 'source' | 'quality' | 'borderless' | 'duplex';
  readonly value: string | boolean;
  /** The values that it can do, beside the settings that were looked at before. */
  readonly supported: readonly (string | boolean)[];
}

/** Returns the first setting that a printer cannot do in a print mode, or nothing if it can do all of them. */
export function misfitOf(settings: PrintSettings, { colorModes, sizes }: ModeCapability): Misfit | undefined {
  const papers = sizes.find(({ size }) => size === settings.paperSize)?.papers ?? [];
  const paper = papers.find(({ type }) => type === settings.paperType);
  const sides = paper?.isDuplex === true ? (['none', 'long', 'short'] as const) : (['none'] as const);
  const looks: readonly Misfit[] = [
    look('colorMode', settings.colorMode, colorModes),
    look(
      'paperSize',
      settings.paperSize,
      sizes.map(({ size }) => size),
    ),
    look(
      'paperType',
      settings.paperType,
      papers.map(({ type }) => type),
    ),
    look('source', settings.source, paper?.sources ?? []),
    look('quality', settings.quality, paper?.qualities ?? []),
    look('borderless', settings.borderless, paper?.borderless === true ? [false, true] : [false]),
    look('duplex', settings.duplex ?? 'none', sides),
  ];
  return looks.find(({ value, supported }) => !supported.includes(value));
}

function look(member: Misfit['member'], value: Misfit['value'], supported: Misfit['supported']): Misfit {
  return { member, value, supported: [...new Set(supported)] };
}

/** Returns the settings that a printer has for a job that asks for none: plain paper of size A4 where it takes that. */
export function defaultSettingsOf({ colorModes, sizes }: ModeCapability): Required<PrintSettings> {
  const { size, papers } = preferred(sizes, (each) => each.size === 'a4');
  const { type, sources, qualities } = preferred<Paper>(papers, (each) => each.type === 'plainpaper');
  return {
    paperSize: size,
    paperType: type,
    borderless: false,
    quality: preferred(qualities, (each) => each === 'normal'),
    source: preferred(sources, () => true),
    colorMode: preferred(colorModes, () => true),
    duplex: 'none',
    reverseOrder: false,
    copies: 1,
    collate: true,
  };
}

function preferred<T>(values: readonly T[], isPreferred: (value: T) => boolean): T {
  const found = values.find(isPreferred) ?? values[0];
  // A capability without papers, sources or colors is refused where it is read.
  if (found === undefined) throw new Error('the printer can do nothing');
  return found;
}
