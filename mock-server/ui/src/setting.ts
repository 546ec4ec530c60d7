import type { Job } from './api.js';
import { paperOf, type Paper } from './papers.js';

/** A print setting in the words of no version. */
export interface Setting {
  readonly paper: Paper;
  readonly isBorderless: boolean;
  readonly isMono: boolean;
  readonly quality: string;
  readonly source: string;
  readonly sided: 'none' | 'long' | 'short';
  readonly isReverse: boolean;
  readonly copies: number;
  readonly isCollated: boolean;
}

/** Returns the setting of a job; without one, what the host takes then. */
export function settingOf({ print_setting, print_mode }: Job): Setting {
  const given = (print_setting ?? {}) as Readonly<Record<string, string | number | boolean | undefined>>;
  const usual = print_mode === 'photo' ? 'ms_kg' : 'ms_a4';
  return {
    paper: paperOf(String(given['media_size'] ?? given['paperSize'] ?? usual)),
    isBorderless: (given['borderless'] ?? print_mode === 'photo') === true,
    isMono: (given['color_mode'] ?? given['colorMode']) === 'mono',
    quality: String(given['print_quality'] ?? given['printQuality'] ?? 'normal'),
    source: String(given['source'] ?? given['paperSource'] ?? 'auto'),
    sided: (given['2_sided'] ?? given['doubleSided'] ?? 'none') as Setting['sided'],
    isReverse: (given['reverse_order'] ?? given['reverseOrder']) === true,
    copies: Number(given['copies'] ?? 1),
    isCollated: given['collate'] !== false,
  };
}

/** Returns a setting in a few words. */
export function settingText({ paper, isBorderless, isMono, quality, sided, copies }: Setting): string {
  return [
    paper.name,
    ...(isBorderless ? ['borderless'] : []),
    ...(isMono ? ['mono'] : []),
    ...(sided === 'none' ? [] : ['two-sided']),
    ...(quality === 'normal' ? [] : [quality]),
    ...(copies === 1 ? [] : [`${copies} copies`]),
  ].join(', ');
}
