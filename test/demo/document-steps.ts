// The texts of the pages about the four steps. The values in the examples are made up, in the shape of real ones.

import { drawDocument, drawKey, drawPrinter, drawUpload, type Drawing } from './document-drawings.js';

/** One page: what travels in one of the four calls. Lines of `sent` and `received` that begin with `> ` stand out. */
export interface Step {
  readonly number: number;
  readonly title: string;
  readonly lead: string;
  readonly draw: Drawing;
  readonly path: string;
  readonly host: readonly [name: string, note: string];
  readonly request: readonly [what: string, how: string];
  readonly answer: readonly [what: string, how: string];
  readonly sent: readonly string[];
  readonly received: readonly string[];
  readonly widths: readonly number[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The drawing below the table. */
  readonly figure?: 'address' | 'life';
  readonly note: readonly [title: string, text: string];
}

export const steps: readonly Step[] = [
  {
    number: 1,
    title: 'Authenticate',
    lead:
      'Your program proves who it is and names the printer it wants. Epson Connect answers with a token for ' +
      'the next hour and with the device ID, the name under which every later call knows this printer.',
    draw: drawKey,
    path: '/api/1/printing/oauth2/auth/token?subject=printer',
    host: ['Epson Connect', 'API host'],
    request: ['client ID, secret, printer address', 'Basic authorization and a form'],
    answer: ['access token, device ID', '200 and JSON'],
    sent: [
      'Authorization: Basic <id:secret>',
      'Content-Type: application/',
      '  x-www-form-urlencoded; charset=utf-8',
      '',
      'grant_type=password',
      '> &username=mock.printer@print.epson...',
      '&password=',
    ],
    received: [
      '{',
      '  "token_type": "Bearer",',
      '>   "access_token": "pK3v...Zq8w",',
      '  "expires_in": 3600,',
      '  "refresh_token": "t7Qx...m2Lc",',
      '>   "subject_id": "0f1e...e1f0"',
      '}',
    ],
    widths: [112, 108, 263.28],
    head: ['Field', 'Shape', 'What it is for'],
    rows: [
      ['access_token', '64 characters', 'the bearer of every later call to the API host'],
      ['expires_in', 'seconds', 'always 3600: keep the token, one per hour is enough'],
      ['refresh_token', '64 characters', 'buys a new access token without the printer address'],
      ['subject_id', '32 hex digits', 'the device ID, part of the path of every later call'],
    ],
    note: [
      'Worth knowing',
      'The form field password has to be there and has to be empty. A refusal carries its reason under the key ' +
        'error: invalid_client means the ID or the secret, invalid_grant means the printer address, or an owner ' +
        'who has not allowed printing from afar.',
    ],
  },
  {
    number: 2,
    title: 'Print setting',
    lead:
      'A print job begins empty: a name, the kind of document, and how it shall look on paper. Nothing prints ' +
      'yet. The answer is the number of the new job and the address to which its file belongs.',
    draw: drawDocument,
    path: '/api/1/printing/printers/{device_id}/jobs',
    host: ['Epson Connect', 'API host'],
    request: ['name, mode and print setting', 'bearer token and JSON'],
    answer: ['job ID, upload address', '201 and JSON'],
    sent: [
      'Authorization: Bearer pK3v...Zq8w',
      'Content-Type: application/json',
      '',
      '{ "job_name": "invoice 17",',
      '  "print_mode": "document",',
      '>   "print_setting": {',
      '>     "media_size": "ms_a4", ... } }',
    ],
    received: [
      '{',
      '>   "id": "a94f...07d3",',
      '  "upload_uri":',
      '>     "https://<upload host>/.../v1/',
      '>      storage/PostData?Key=5be0..."',
      '}',
    ],
    widths: [112, 108, 263.28],
    head: ['Print setting', 'Type', 'Values'],
    rows: [
      ['media_size', 'text', 'ms_a4, ms_letter, ms_legal, ms_postcard and 13 more'],
      ['media_type', 'text', 'mt_plainpaper, mt_photopaper and three kinds of postcard'],
      ['borderless', 'true or false', 'where the paper allows it'],
      ['print_quality', 'text', 'high, normal, draft'],
      ['source', 'text', 'auto, rear, front1 to front4'],
      ['color_mode', 'text', 'color, mono'],
      ['2_sided', 'text, optional', 'none, long, short: the edge to turn over'],
      ['copies', '1 to 99, optional', 'collate and reverse_order say how they lie'],
    ],
    note: [
      'Worth knowing',
      'Leave print_setting out and the defaults kept by Epson Connect apply. Ask the printer first what it can do: ' +
        'GET .../capability/document lists sizes, papers and trays that fit together.',
    ],
  },
  {
    number: 3,
    title: 'Upload',
    lead:
      'The document travels as it is, byte for byte, to the address that came with the job. That address ' +
      'usually lies on another host, and the key inside it is all the proof the host asks for.',
    draw: drawUpload,
    path: '{upload_uri}&File=1.pdf',
    host: ['Epson Connect', 'upload host'],
    request: ['the bytes of the document', 'no token, no multipart, no JSON'],
    answer: ['only a status', '200, nothing to read'],
    sent: [
      'Content-Type: application/octet-stream',
      'Content-Length: 48213',
      '',
      '%PDF-1.7',
      '> ... the file itself ...',
      '%%EOF',
    ],
    received: ['HTTP/1.1 200', '', '(no body)'],
    widths: [60, 130, 293.28],
    head: ['Status', 'Means', 'What to do'],
    rows: [
      ['200', 'stored', 'go on with step 4'],
      ['404', 'the key is not valid', 'use the address as it was given, and add &File= to it'],
      ['413', 'the file is too large', 'at most 20 MB in document mode and 10 MB in photo mode'],
      ['415', 'the file does not print', 'name it 1. and its real extension: 1.pdf, 1.jpg, 1.docx'],
    ],
    figure: 'address',
    note: [
      'Worth knowing',
      'Every file is called 1, whatever its name at home; only the extension counts, and it has to be the true ' +
        'one. A name that lies is taken now and shows much later, as a job that ends without paper. Pictures may go ' +
        'as image/jpeg. Keep the bearer token to yourself on this call.',
    ],
  },
  {
    number: 4,
    title: 'Execute',
    lead:
      'One last call, without a body, and the job joins the queue of the printer. The answer means accepted. ' +
      'Whether paper came out is a question for the job itself, asked a little later.',
    draw: drawPrinter,
    path: '/api/1/printing/printers/{device_id}/jobs/{job_id}/print',
    host: ['Epson Connect', 'API host'],
    request: ['print this job', 'bearer token, nothing else'],
    answer: ['accepted', '200 and an empty object'],
    sent: ['Authorization: Bearer pK3v...Zq8w', '', '(no body)'],
    received: ['HTTP/1.1 200', '', '{}'],
    widths: [126, 60, 297.28],
    head: ['Refusal', 'Status', 'Means'],
    rows: [
      ['command_not_allowed', '405', 'the job is not ready: no file yet, or it was executed before'],
      ['printjob_too_many', '403', 'a hundred jobs are already waiting on this printer'],
      ['rate_limit_exceeded', '403', 'more than a hundred calls in a minute: wait, then go on'],
      ['job_not_found', '404', 'the job ID is wrong, or the job belongs to another printer'],
    ],
    figure: 'life',
    note: [
      'Worth knowing',
      'An answer that is lost on its way says nothing about the paper. Do not simply call again, or somebody ' +
        'holds the invoice twice: read the job first, and repeat only what surely never arrived. And read to the ' +
        'end: a job that is completed and carries a reason ended in an error.',
    ],
  },
];
