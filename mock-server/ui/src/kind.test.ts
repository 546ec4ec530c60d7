import { describe, expect, it } from 'vitest';
import { sizeText, typeOf } from './kind.js';

const document = (name: string) => ({ name, content_type: null, size_bytes: 1, sha256: '', path: '' });

describe('the type of a document', () => {
  it.each([
    ['1.pdf', 'pdf', true],
    ['1.JPG', 'image', true],
    ['1.bmp', 'image', false],
    ['1.tiff', 'other', false],
    ['1.docx', 'other', false],
    // A page can be hidden in an SVG.
    ['1.svg', 'other', false],
  ] as const)('of %s is %s', (name, kind, isInline) => {
    expect(typeOf(document(name))).toMatchObject({ kind, isInline });
  });

  it('is named also where it is unknown', () => {
    expect(typeOf(document('1.xyz')).name).toBe('File of the type xyz');
  });
});

it.each([
  [1, '1 byte'],
  [434, '434 bytes'],
  [18_244, '18.2 kB'],
  [5_000_000, '5 MB'],
])('writes the size of %i bytes as people do', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
