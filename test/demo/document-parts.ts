// The parts every page of the document is drawn from: one grid, one accent colour, three faces.

import type PDFDocument from 'pdfkit';

export type Pdf = PDFDocument;

export const colour = {
  accent: '#0b6b74',
  tint: '#e8f2f3',
  ink: '#18222c',
  grey: '#5d6975',
  line: '#d3dae0',
  paper: '#ffffff',
  code: '#f5f7f8',
};

export const face = { plain: 'Helvetica', bold: 'Helvetica-Bold', code: 'Courier', codeBold: 'Courier-Bold' };

/** The sheet and its grid, in points. */
export const sheet = { width: 595.28, height: 841.89, left: 56, right: 539.28, inner: 483.28 };

/** One line of text, cut nowhere. */
export function line(pdf: Pdf, text: string, x: number, y: number, font: string, size: number, ink: string) {
  pdf.font(font, size).fillColor(ink).text(text, x, y, { lineBreak: false });
}

/** A paragraph; returns the y below it. */
export function paragraph(pdf: Pdf, text: string, x: number, y: number, width: number, size = 10.5): number {
  const options = { width, lineGap: 3.2 };
  pdf.font(face.plain, size).fillColor(colour.ink).text(text, x, y, options);
  return y + pdf.heightOfString(text, options);
}

/** A small heading in capitals; returns the y below it. */
export function label(pdf: Pdf, text: string, x: number, y: number, ink = colour.accent): number {
  pdf.font(face.bold, 7.5).fillColor(ink);
  pdf.text(text.toUpperCase(), x, y, { lineBreak: false, characterSpacing: 0.9 });
  return y + 15;
}

/** A horizontal arrow from one x to another, with words above and below its middle. */
export function arrow(pdf: Pdf, from: number, to: number, y: number, above: string, below = ''): void {
  const back = from < to ? -1 : 1;
  pdf.save().lineWidth(1.3).strokeColor(colour.accent).lineCap('butt');
  pdf
    .moveTo(from, y)
    .lineTo(to + back * 6, y)
    .stroke();
  pdf
    .moveTo(to, y)
    .lineTo(to + back * 8, y - 4)
    .lineTo(to + back * 8, y + 4);
  pdf.closePath().fill(colour.accent).restore();
  const x = Math.min(from, to);
  const options = { width: Math.abs(to - from), align: 'center', lineBreak: false } as const;
  pdf
    .font(face.bold, 8.5)
    .fillColor(colour.ink)
    .text(above, x, y - 13, options);
  if (below !== '')
    pdf
      .font(face.plain, 8)
      .fillColor(colour.grey)
      .text(below, x, y + 6, options);
}

/** A box with a name and a line under it, centred. */
export function box(
  pdf: Pdf,
  at: { x: number; y: number; width: number; height: number },
  name: string,
  note = '',
  isStrong = false,
): void {
  pdf.save().lineWidth(1);
  pdf.roundedRect(at.x, at.y, at.width, at.height, 5);
  pdf.fillAndStroke(isStrong ? colour.accent : colour.paper, colour.accent).restore();
  const middle = at.y + at.height / 2;
  const options = { width: at.width, align: 'center', lineBreak: false } as const;
  pdf.font(face.bold, 9.5).fillColor(isStrong ? colour.paper : colour.ink);
  pdf.text(name, at.x, middle - (note === '' ? 4 : 10), options);
  if (note === '') return;
  pdf.font(face.plain, 8).fillColor(isStrong ? colour.tint : colour.grey);
  pdf.text(note, at.x, middle + 3, options);
}

/** The method and the path of a call, on a band; returns the y below it. */
export function endpoint(pdf: Pdf, method: string, path: string, y: number): number {
  pdf.roundedRect(sheet.left, y, sheet.inner, 30, 5).fill(colour.tint);
  pdf.roundedRect(sheet.left + 8, y + 7, 40, 16, 3).fill(colour.accent);
  pdf.font(face.bold, 8.5).fillColor(colour.paper);
  pdf.text(method, sheet.left + 8, y + 11.5, { width: 40, align: 'center', lineBreak: false });
  line(pdf, path, sheet.left + 58, y + 11, face.code, 9.5, colour.ink);
  return y + 30;
}

/** A titled panel of code; lines that begin with `> ` stand out. */
export function panel(
  pdf: Pdf,
  at: { x: number; y: number; width: number; height: number },
  title: string,
  code: readonly string[],
): void {
  label(pdf, title, at.x, at.y);
  const top = at.y + 14;
  pdf
    .save()
    .lineWidth(0.7)
    .roundedRect(at.x, top, at.width, at.height - 14, 5);
  pdf.fillAndStroke(colour.code, colour.line).restore();
  code.forEach((text, index) => {
    const isStrong = text.startsWith('> ');
    const font = isStrong ? face.codeBold : face.code;
    const ink = isStrong ? colour.accent : colour.ink;
    line(pdf, isStrong ? text.slice(2) : text, at.x + 11, top + 11 + index * 12, font, 8, ink);
  });
}

/** A table with a head; columns are given as widths. Returns the y below it. */
export function table(
  pdf: Pdf,
  top: number,
  widths: readonly number[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
): number {
  const lefts = widths.map((_, index) =>
    widths.slice(0, index).reduce((sum, width) => sum + width, sheet.left),
  );
  head.forEach((text, index) => label(pdf, text, (lefts[index] ?? 0) + 6, top + 5, colour.accent));
  let y = top + 19;
  const rule = (weight: number, ink: string): void => {
    pdf.save().lineWidth(weight).moveTo(sheet.left, y).lineTo(sheet.right, y).stroke(ink).restore();
  };
  rule(1.2, colour.accent);
  for (const row of rows) {
    const cells = row.map((text, index) => ({
      text,
      x: (lefts[index] ?? 0) + 6,
      font: index === 0 ? face.code : face.plain,
      size: index === 0 ? 8.5 : 9,
      options: { width: (widths[index] ?? 0) - 12, lineGap: 1.5 },
    }));
    const heights = cells.map(({ text, font, size, options }) =>
      pdf.font(font, size).heightOfString(text, options),
    );
    for (const { text, x, font, size, options } of cells) {
      pdf
        .font(font, size)
        .fillColor(colour.ink)
        .text(text, x, y + (font === face.code ? 6.8 : 6), options);
    }
    y += Math.max(...heights) + 10;
    rule(0.5, colour.line);
  }
  return y;
}

/** A note with a bar of the accent colour; returns the y below it. */
export function note(pdf: Pdf, title: string, text: string, y: number): number {
  const width = sheet.inner - 32;
  const options = { width, lineGap: 2.6 };
  const height = pdf.font(face.plain, 9.5).heightOfString(text, options) + 36;
  pdf.rect(sheet.left, y, sheet.inner, height).fill(colour.tint);
  pdf.rect(sheet.left, y, 4, height).fill(colour.accent);
  label(pdf, title, sheet.left + 18, y + 12);
  pdf
    .font(face.plain, 9.5)
    .fillColor(colour.ink)
    .text(text, sheet.left + 18, y + 26, options);
  return y + height;
}

/** Draws the frame of every page but the cover: the place among the steps, and the page number at the foot. */
export function frame(pdf: Pdf, step: number): void {
  label(pdf, 'Epson Connect in four steps', sheet.left, 41, colour.grey);
  for (const index of [1, 2, 3, 4]) {
    const x = sheet.right - 8 - (4 - index) * 26;
    if (index > 1) {
      const ink = index <= step ? colour.accent : colour.line;
      pdf.save().lineWidth(1.2);
      pdf
        .moveTo(x - 18, 44)
        .lineTo(x - 8, 44)
        .stroke(ink)
        .restore();
    }
    const isReached = index <= step;
    pdf.save().lineWidth(1.2).circle(x, 44, 7.5);
    pdf.fillAndStroke(isReached ? colour.accent : colour.paper, isReached ? colour.accent : colour.line);
    pdf.restore();
    pdf.font(face.bold, 8).fillColor(isReached ? colour.paper : colour.grey);
    pdf.text(String(index), x - 8, 41.2, { width: 16, align: 'center', lineBreak: false });
  }
  foot(pdf, step + 1, colour.grey);
}

export function foot(pdf: Pdf, page: number, ink: string): void {
  line(pdf, 'Epson Connect Kit, demonstration document', sheet.left, 800, face.plain, 8, ink);
  pdf.font(face.plain, 8).fillColor(ink);
  pdf.text(`${page} / 5`, sheet.right - 60, 800, { width: 60, align: 'right', lineBreak: false });
}
