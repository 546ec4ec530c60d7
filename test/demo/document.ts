// Makes the document that the demo prints: five pages of A4, drawn from nothing but the code beside this file.
// Nothing in it depends on the day or the machine, and it is not compressed (compressors differ between versions
// of Node), so that a guard can compare it with the committed file byte by byte.
//
//   tsx demo/document.ts     writes demo/epson-connect-in-four-steps.pdf

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { drawCover, drawStep } from './document-pages.js';
import { steps } from './document-steps.js';

export const documentPath = fileURLToPath(new URL('epson-connect-in-four-steps.pdf', import.meta.url));

const writtenAt = new Date(Date.UTC(2026, 0, 5, 9, 0, 0));

/** The whole document as the bytes of a PDF file. */
export function renderDocument(): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    compress: false,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: 'Epson Connect in four steps',
      Author: 'Epson Connect Kit contributors',
      Subject: 'How a print job travels through the Epson Connect API',
      Creator: 'Epson Connect Kit',
      CreationDate: writtenAt,
      ModDate: writtenAt,
    },
  });
  const chunks: Buffer[] = [];
  const rendered = new Promise<Buffer>((resolve) => {
    pdf.on('data', (chunk) => chunks.push(chunk)).once('end', () => resolve(Buffer.concat(chunks)));
  });
  drawCover(pdf);
  for (const step of steps) drawStep(pdf, step);
  pdf.end();
  return rendered;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const document = await renderDocument();
  writeFileSync(documentPath, document);
  console.log(`${documentPath}: ${document.length} bytes`);
}
