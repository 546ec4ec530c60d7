import { useEffect, useState } from 'preact/hooks';
import { Paper } from './paper.js';
import type { Pdf } from './pdf.js';
import { PdfPage } from './pdf-page.js';
import { Card } from './sheets.js';
import type { Setting } from './setting.js';
import { sheetsOf, turnedFor, type Sheet, type Size } from './sheet-order.js';

interface PdfSheetsProps {
  readonly address: string;
  readonly setting: Setting;
  readonly onOpen: (pages: number) => void;
}

interface Opened {
  readonly pdf: Pdf;
  /** The size of the first page, which pages have until they are drawn: most documents have one size. */
  readonly usual: Size;
}

/** The sheets of a PDF. */
export function PdfSheets({ address, setting, onOpen }: PdfSheetsProps) {
  const [opened, see] = useState<Opened | string>();
  const [widest, widen] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    let pdf: Pdf | undefined;
    const open = async () => {
      // The engine is large, and loaded for a PDF alone.
      const { openPdf, reasonOf } = await import('./pdf.js');
      try {
        if (stop.signal.aborted) return;
        pdf = await openPdf(address, stop.signal);
        const usual = await pdf.sizeOf(1);
        if (stop.signal.aborted) return;
        see({ pdf, usual });
        onOpen(pdf.count);
      } catch (error) {
        if (!stop.signal.aborted) see(reasonOf(error));
      }
    };
    open().catch(() => see('The PDF engine of this page cannot be loaded. Reload the page.'));
    return () => stop.abort();
  }, [address]);
  if (opened === undefined)
    return (
      <p class="hint" role="status">
        Opening …
      </p>
    );
  if (typeof opened === 'string') return <Card text={opened} />;
  const sheets = sheetsOf(opened.pdf.count, setting);
  return (
    <div class="sheets" style={{ '--widest': Math.max(widest, setting.paper.width) }}>
      {sheets.map((sheet) => (
        <PdfSheet
          key={sheet.number}
          opened={opened}
          setting={setting}
          sheet={sheet}
          label={`Sheet ${sheet.number} of ${sheets.length}`}
          onWidth={(width) => widen((known) => Math.max(known, width))}
        />
      ))}
    </div>
  );
}

interface PdfSheetProps {
  readonly opened: Opened;
  readonly setting: Setting;
  readonly sheet: Sheet;
  readonly label: string;
  /** Takes the width of a paper as it lies: the widest decides the scale of all. */
  readonly onWidth: (width: number) => void;
}

/** A sheet: its front, and if it is printed on both sides its back, beside it or behind it as there is room. */
function PdfSheet({ opened, setting, sheet: { front, back }, label, onWidth }: PdfSheetProps) {
  const [isTurned, turn] = useState(false);
  const both = { opened, setting, onWidth };
  if (back === undefined) return <PdfSide {...both} page={front} label={label} />;
  const other = isTurned ? 'Show the front' : 'Show the back';
  return (
    <div class={isTurned ? 'two-sided turned' : 'two-sided'} role="group" aria-label={label}>
      <PdfSide {...both} page={front} label={`${label}, front`} class="front-side" />
      <PdfSide {...both} page={back} label={`${label}, back`} class="back-side" />
      <button type="button" class="turn" onClick={() => turn(!isTurned)} aria-label={`${other} of ${label}`}>
        {other}
      </button>
    </div>
  );
}

interface PdfSideProps {
  readonly opened: Opened;
  readonly setting: Setting;
  readonly page: number | null;
  readonly label: string;
  readonly class?: string;
  readonly onWidth: (width: number) => void;
}

function PdfSide({ opened: { pdf, usual }, setting, page, label, class: more, onWidth }: PdfSideProps) {
  const [size, see] = useState(usual);
  const paper = turnedFor(setting.paper, size);
  useEffect(() => onWidth(paper.width), [paper.width]);
  const side = { setting, size: paper, ...(more !== undefined && { class: more }) };
  if (page === null) return <Paper {...side} label={`${label}: blank`} />;
  return (
    <Paper {...side} label={`${label}: page ${page}`}>
      <PdfPage pdf={pdf} page={page} setting={setting} onSize={see} />
    </Paper>
  );
}
