import { useEffect, useRef, useState } from 'preact/hooks';
import { addressOf, type Job } from './api.js';
import { settingOf, settingText, type Setting } from './setting.js';

/** Pixels for a millimetre of paper. */
const SCALE = 2;
/** The margin that a printer leaves, in millimetres. */
const MARGIN = 3;

const IMAGES = /\.(jpe?g|png|bmp|gif)$/i;

/** The document of a job as its sheets lie in the tray. */
export function Sheets({ job }: { job: Job }) {
  const { document } = job;
  const setting = settingOf(job);
  if (document === null) return <Card text="No file was uploaded for this job yet." />;
  const address = addressOf(`/jobs/${job.id}/document`);
  const content = /\.pdf$/i.test(document.name) ? (
    <Pdf key={job.id} address={address} setting={setting} />
  ) : IMAGES.test(document.name) ? (
    <Sheet setting={setting} label="Sheet 1 of 1">
      <img src={address} alt={job.job_name} />
    </Sheet>
  ) : (
    <Card
      text={`A file of the type ${document.name.replace(/^1\./, '')} has no preview. Its bytes are as they were sent.`}
    />
  );
  return (
    <>
      <div class="bar">
        <span>{settingText(setting)}</span>
        <span>{stackText(setting)}</span>
        <span class="grow" />
        <a href={address} download>
          Original
        </a>
      </div>
      {content}
    </>
  );
}

function stackText({ copies, isCollated, isReverse }: Setting): string {
  const order = isReverse ? 'last page first' : '';
  const sets = copies > 1 ? (isCollated ? 'set by set' : 'page by page') : '';
  return [order, sets].filter((text) => text !== '').join(', ');
}

const Card = ({ text }: { text: string }) => <p class="card">{text}</p>;

interface SheetProps {
  readonly setting: Setting;
  readonly label: string;
  readonly children: preact.ComponentChildren;
}

function Sheet({ setting, label, children }: SheetProps) {
  const { paper, isBorderless, isMono, copies } = setting;
  const size = {
    width: `${paper.width * SCALE}px`,
    height: `${paper.height * SCALE}px`,
    padding: isBorderless ? '0' : `${MARGIN * SCALE}px`,
  };
  return (
    <figure>
      <div class={`paper${isMono ? ' mono' : ''}${copies > 1 ? ' stack' : ''}`} style={size}>
        {children}
      </div>
      <figcaption>{label}</figcaption>
    </figure>
  );
}

type Pages = Awaited<ReturnType<(typeof import('./pdf.js'))['openPdf']>>;

function Pdf({ address, setting }: { address: string; setting: Setting }) {
  const [pages, see] = useState<Pages | string>();
  useEffect(() => {
    let opened: Pages | undefined;
    let isGone = false;
    // The engine is large, and loaded for a PDF alone.
    void import('./pdf.js')
      .then(({ openPdf }) => openPdf(address))
      .then(
        (found) => {
          if (isGone) return found.close();
          see((opened = found));
        },
        () => see('This file is not a PDF that can be shown. Its bytes are as they were sent.'),
      );
    return () => {
      isGone = true;
      opened?.close();
    };
  }, [address]);
  if (pages === undefined) return <p class="hint">Opening …</p>;
  if (typeof pages === 'string') return <Card text={pages} />;
  const perSheet = setting.sided === 'none' ? 1 : 2;
  const sheets = Math.ceil(pages.count / perSheet);
  return (
    <>
      {Array.from({ length: pages.count }, (_, at) => (
        <Sheet
          key={at}
          setting={setting}
          label={`Sheet ${Math.floor(at / perSheet) + 1} of ${sheets}${perSheet === 1 ? '' : at % 2 === 0 ? ', front' : ', back'}`}
        >
          <Page pages={pages} number={at + 1} />
        </Sheet>
      ))}
    </>
  );
}

/** A page that is drawn when it comes into view. */
function Page({ pages, number }: { pages: Pages; number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (target === null) return;
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting !== true) return;
        observer.disconnect();
        void pages.draw(number, target);
      },
      { rootMargin: '400px' },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, [pages, number]);
  return <canvas ref={canvas} aria-label={`Page ${number}`} />;
}
