import { useState } from 'preact/hooks';
import { addressOf } from './address.js';
import type { Job } from './api.js';
import { sizeText, typeOf, type DocumentType } from './kind.js';
import { Paper } from './paper.js';
import { PdfSheets } from './pdf-sheets.js';
import { settingOf, settingText, type Setting } from './setting.js';
import { statusOf } from './status.js';
import { stackText, turnedFor, type Size } from './sheet-order.js';

/** The document of a job as its sheets lie in the tray. */
export function Sheets({ job }: { job: Job }) {
  const { document } = job;
  const setting = settingOf(job);
  // A job that lost its pages on the way still tells what was asked for.
  const counted = job.total_pages > 0 ? Math.ceil(job.total_pages / setting.copies) : undefined;
  const [opened, see] = useState<{ readonly of: string; readonly pages: number }>();
  if (document === null) return <Card text="No file was uploaded for this job yet." />;
  const address = addressOf(`/jobs/${job.id}/document`);
  const type = typeOf(document);
  // Another file of the same job begins anew.
  const id = `${job.id} ${document.sha256}`;
  const pages = type.kind === 'image' ? 1 : opened?.of === id ? opened.pages : counted;
  return (
    <>
      <Bar job={job} setting={setting} pages={pages} address={address} type={type} />
      {type.kind === 'pdf' ? (
        <PdfSheets
          key={id}
          address={address}
          setting={setting}
          onOpen={(count) => see({ of: id, pages: count })}
        />
      ) : type.kind === 'image' ? (
        <ImageSheet key={id} address={address} setting={setting} job={job} />
      ) : (
        <FileCard key={id} job={job} document={document} type={type} address={address} />
      )}
    </>
  );
}

interface BarProps {
  readonly job: Job;
  readonly setting: Setting;
  readonly pages: number | undefined;
  readonly address: string;
  readonly type: DocumentType;
}

function Bar({ job, setting, pages, address, type }: BarProps) {
  const { kind, text } = statusOf(job);
  return (
    <div class="bar">
      {/* The sheets look as if they lay in the tray. */}
      {kind !== 'printed' && <span class={`status ${kind}`}>Not in the tray: {text}</span>}
      <span>{settingText(setting)}</span>
      <span>{stackText(pages, setting)}</span>
      <span class="links">
        {type.isInline && (
          <a href={address} target="_blank" rel="noopener noreferrer" title="Open the file as it was sent">
            Open
          </a>
        )}
        <a href={address} download title="Download the file as it was sent">
          Original
        </a>
      </span>
    </div>
  );
}

/** A text in the place of sheets. */
export const Card = ({ text }: { text: string }) => <p class="card">{text}</p>;

interface FileCardProps {
  readonly job: Job;
  readonly document: NonNullable<Job['document']>;
  readonly type: DocumentType;
  readonly address: string;
}

function FileCard({ job, document, type, address }: FileCardProps) {
  return (
    <div class="card">
      <span class="type" aria-hidden="true">
        {type.extension}
      </span>
      <h2>
        <bdi>{job.job_name}</bdi>
      </h2>
      <p>
        {type.name}, {sizeText(document.size_bytes)}
      </p>
      <p>The page has no preview of this type. The printer gets the file as it was sent.</p>
      <a href={address} download>
        Download the file
      </a>
    </div>
  );
}

/** An image as a printer puts it on paper: the paper turned for it, filled if a photo is printed borderless. */
function ImageSheet({ address, setting, job }: { address: string; setting: Setting; job: Job }) {
  const [size, see] = useState<Size>();
  const [isBroken, lose] = useState(false);
  if (isBroken) return <Card text={BROKEN} />;
  const isFilled = setting.isBorderless && job.print_mode === 'photo';
  return (
    <Paper
      setting={setting}
      size={size === undefined ? setting.paper : turnedFor(setting.paper, size)}
      label="Sheet 1 of 1"
    >
      <img
        class={isFilled ? 'filled' : ''}
        src={address}
        alt={job.job_name}
        onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => see({ width, height })}
        onError={() => lose(true)}
      />
    </Paper>
  );
}

const BROKEN =
  'This image cannot be shown: it is damaged, or not of the type that its name tells. Its bytes are as they were sent: compare them with the file that the program meant to send.';
