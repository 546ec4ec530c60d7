// The five pages: a cover, and one page for each step.

import { drawPrinter } from './document-drawings.js';
import { arrow, box, colour, endpoint, face, foot, frame, label, line } from './document-parts.js';
import { note, panel, paragraph, sheet, table, type Pdf } from './document-parts.js';
import type { Step } from './document-steps.js';

export function drawStep(pdf: Pdf, step: Step): void {
  pdf.addPage();
  frame(pdf, step.number);
  line(pdf, String(step.number), sheet.left, 78, face.bold, 34, colour.accent);
  line(pdf, step.title, sheet.left + 32, 78, face.bold, 34, colour.ink);
  step.draw(pdf, sheet.right - 46, 72, 46);
  let y = paragraph(pdf, step.lead, sheet.left, 128, sheet.inner - 90) + 14;
  y = endpoint(pdf, 'POST', step.path, y) + 20;

  const actor = { width: 112, height: 76 };
  const right = sheet.right - actor.width;
  box(pdf, { x: sheet.left, y, ...actor }, 'Your program', 'SDK or plain HTTP');
  box(pdf, { x: right, y, ...actor }, step.host[0], step.host[1], true);
  arrow(pdf, sheet.left + actor.width + 8, right - 8, y + 20, ...step.request);
  arrow(pdf, right - 8, sheet.left + actor.width + 8, y + 57, ...step.answer);
  y += actor.height + 24;

  const rows = Math.max(step.sent.length, step.received.length);
  const half = { width: (sheet.inner - 19) / 2, height: 14 + 20 + rows * 12 };
  panel(pdf, { x: sheet.left, y, ...half }, 'Sent', step.sent);
  panel(pdf, { x: sheet.left + half.width + 19, y, ...half }, 'Received', step.received);
  y = table(pdf, y + half.height + 16, step.widths, step.head, step.rows);
  if (step.figure !== undefined) y = figures[step.figure](pdf, y + 22);
  note(pdf, ...step.note, y + 20);
}

/** The parts of the address that a file is uploaded to. */
function drawAddress(pdf: Pdf, top: number): number {
  const y = label(pdf, 'The address, taken apart', sheet.left, top) + 2;
  const parts = [
    { text: 'https://<host>/<id>/v1/storage/PostData', width: 222, means: 'where: as it was given' },
    { text: '?Key=5be0...77', width: 98, means: 'the proof: never altered' },
    { text: '&File=', width: 50, means: 'added' },
    { text: '1', width: 30, means: 'always' },
    { text: '.pdf', width: 59.28, means: 'of the file' },
  ];
  let x = sheet.left;
  parts.forEach(({ text, width, means }, index) => {
    const isOurs = index > 1;
    pdf.save().lineWidth(1).roundedRect(x, y, width, 24, 4);
    pdf.fillAndStroke(isOurs ? colour.accent : colour.paper, colour.accent).restore();
    const options = { width, align: 'center', lineBreak: false } as const;
    pdf.font(face.code, 8.5).fillColor(isOurs ? colour.paper : colour.ink);
    pdf.text(text, x, y + 8.5, options);
    pdf
      .font(face.plain, 8)
      .fillColor(colour.grey)
      .text(means, x, y + 30, options);
    x += width + 6;
  });
  return y + 40;
}

/** The states a job passes through after it was executed. */
function drawLife(pdf: Pdf, top: number): number {
  const y = label(pdf, 'The life of the job afterwards', sheet.left, top) + 6;
  const names = ['pending_held', 'pending', 'processing', 'completed'];
  const width = 94;
  const gap = (sheet.inner - names.length * width) / (names.length - 1);
  names.forEach((name, index) => {
    const x = sheet.left + index * (width + gap);
    box(pdf, { x, y, width, height: 30 }, name, '', index === names.length - 1);
    if (index > 0) arrow(pdf, x - gap + 4, x - 4, y + 15, '');
  });
  return y + 30;
}

const figures = { address: drawAddress, life: drawLife };

export function drawCover(pdf: Pdf): void {
  pdf.addPage();
  pdf.rect(0, 0, sheet.width, 372).fill(colour.accent);
  label(pdf, 'Epson Connect Kit', sheet.left, 64, colour.tint);
  pdf.font(face.bold, 46).fillColor(colour.paper);
  pdf.text('Epson Connect', sheet.left, 104, { lineBreak: false });
  pdf.text('in four steps', sheet.left, 156, { lineBreak: false });
  pdf.font(face.plain, 14).fillColor(colour.tint);
  pdf.text('How a document finds its way from your program', sheet.left, 232, { lineBreak: false });
  pdf.text('to paper on somebody else\u2019s printer.', sheet.left, 252, { lineBreak: false });
  drawPrinter(pdf, sheet.right - 132, 214, 132, colour.paper);

  let y = label(pdf, 'The way of one job', sheet.left, 408) + 6;
  const names = ['Authenticate', 'Print setting', 'Upload', 'Execute'];
  const notes = ['who and where', 'what it looks like', 'the file itself', 'go'];
  const width = 102;
  const gap = (sheet.inner - 4 * width) / 3;
  names.forEach((name, index) => {
    const x = sheet.left + index * (width + gap);
    box(pdf, { x, y, width, height: 52 }, `${index + 1}  ${name}`, notes[index], index === 3);
    if (index > 0) arrow(pdf, x - gap + 3, x - 3, y + 26, '');
  });
  y = label(pdf, 'What each step hands to the next', sheet.left, y + 84);
  y = table(
    pdf,
    y,
    [96, 150, 70, 167.28],
    ['Step', 'Needs', 'Success', 'Hands on'],
    [
      ['authenticate', 'client ID, secret, printer address', '200', 'access token and device ID'],
      ['print setting', 'access token and device ID', '201', 'job ID and upload address'],
      ['upload', 'upload address and the file', '200', 'nothing: the file is in place'],
      ['execute', 'access token, device ID, job ID', '200', 'a place in the queue'],
    ],
  );
  note(
    pdf,
    'If you hold this on paper',
    'then it came out of a real printer. More likely it lies in the output folder of the mock host: the demo of ' +
      'this repository prints it through the SDK, in the four calls that the next pages show, without a printer ' +
      'and without a network.',
    y + 22,
  );
  foot(pdf, 1, colour.grey);
}
