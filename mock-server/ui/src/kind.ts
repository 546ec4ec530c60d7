import type { Job } from './api.js';

/** The way a document is shown: by its pages, as an image, or by its name alone. */
export type DocumentKind = 'pdf' | 'image' | 'other';

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'PDF document',
  doc: 'Word document',
  docx: 'Word document',
  xls: 'Excel workbook',
  xlsx: 'Excel workbook',
  ppt: 'PowerPoint presentation',
  pptx: 'PowerPoint presentation',
  jpg: 'JPEG image',
  jpeg: 'JPEG image',
  bmp: 'BMP image',
  gif: 'GIF image',
  png: 'PNG image',
  tif: 'TIFF image',
  tiff: 'TIFF image',
};

const SHOWN = /^(jpe?g|png|bmp|gif)$/;
/** The types that the mock sends inline, so that the browser opens them. */
const INLINE = /^(pdf|jpe?g|png)$/;

/** A document as people call it. */
export interface DocumentType {
  readonly kind: DocumentKind;
  readonly extension: string;
  readonly name: string;
  readonly isInline: boolean;
}

/** Returns the type of a document, as its name tells it: the host goes by the name, too. */
export function typeOf({ name }: NonNullable<Job['document']>): DocumentType {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return {
    kind: extension === 'pdf' ? 'pdf' : SHOWN.test(extension) ? 'image' : 'other',
    extension,
    name: TYPES[extension] ?? `File of the type ${extension}`,
    isInline: INLINE.test(extension),
  };
}

/** Returns a size in bytes as people write it. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${Number(value.toPrecision(3))} ${unit}`;
}
