// Four small drawings in outline, each on a square of 48 units that is scaled to the size asked for.

import { colour, type Pdf } from './document-parts.js';

export type Drawing = (pdf: Pdf, x: number, y: number, size: number, ink?: string) => void;

/** Draws outlines, given as SVG paths, and returns what places them on the page. */
const outline =
  (...paths: string[]): Drawing =>
  (pdf, x, y, size, ink = colour.accent) => {
    pdf
      .save()
      .translate(x, y)
      .scale(size / 48);
    pdf.lineWidth(2).lineCap('round').lineJoin('round').strokeColor(ink);
    for (const path of paths) pdf.path(path).stroke();
    pdf.restore();
  };

export const drawKey = outline(
  'M 26 15 A 9 9 0 1 1 26 15.01 M 23.5 21.5 L 7 38 L 7 43 L 13 43 L 13 38.5 L 18 38.5 L 18 33.5 L 22 33.5 L 26.5 28',
);

export const drawDocument = outline(
  'M 11 4 L 29 4 L 38 13 L 38 44 L 11 44 Z',
  'M 29 4 L 29 13 L 38 13',
  'M 17 21 L 32 21 M 17 28 L 32 28 M 17 35 L 26 35',
);

export const drawUpload = outline(
  'M 13 37 C 5 37 3 26 11 24 C 10 13 25 9 29 18 C 37 15 43 23 39 28 C 45 30 43 37 37 37',
  'M 25 44 L 25 26 M 18 32 L 25 25 L 32 32',
);

export const drawPrinter = outline(
  'M 13 17 L 13 5 L 35 5 L 35 17',
  'M 12 36 L 7 36 C 5 36 4 35 4 33 L 4 20 C 4 18 5 17 7 17 L 41 17 C 43 17 44 18 44 20 L 44 33 C 44 35 43 36 41 36 L 36 36',
  'M 13 28 L 35 28 L 35 44 L 13 44 Z',
  'M 18 34 L 30 34 M 18 39 L 26 39',
  'M 36 22.5 L 38 22.5',
);
