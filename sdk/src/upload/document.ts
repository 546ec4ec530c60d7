import { DocumentError, type ErrorDetails } from '../errors/index.js';
import { uploadFileNameValues } from '../generated/epson-connect.js';
import type { ByteStream } from '../http/byte-source.js';
import { checkMs, type OptionTable } from '../http/check.js';

/** Bytes with a name. The name decides the type; a path or a URL is cut down to the file's own name. */
export interface NamedDocument {
  /** The content. */
  readonly data: Blob | Uint8Array | ArrayBuffer;
  /** The file name, whose extension is the type: `invoice.pdf`. */
  readonly name: string;
}

/** A stream with a name. */
export interface StreamedDocument {
  /** Read once. A function opens it anew each time: then an upload that broke can be repeated. */
  readonly stream: ByteStream | (() => ByteStream | Promise<ByteStream>);
  /** The file name, whose extension is the type: `invoice.pdf`. */
  readonly name: string;
  /**
   * Length of the upload in bytes. Without it, the stream is read into memory first, up to 64 MiB: an upload of unknown size
   * would be sent in chunks, which Epson does not accept. Evidence: specification.
   */
  readonly sizeBytes?: number | undefined;
}

/**
 * A document: a File, a Blob of a known MIME type, bytes or a Blob with a name, or a stream with a name. For a file on disk
 * use `fileDocument(path)` from `epson-connect-sdk/node`. A string is rejected: it could be a path, a URL or the text itself.
 *
 * Which types print: doc, docx, xls, xlsx, ppt, pptx, pdf, jpeg, jpg, bmp, gif, png, tiff. Evidence: sample, client.
 *
 * @example
 * await epson.print({ data: bytes, name: 'invoice-17.pdf' });
 */
export type PrintDocument = Blob | NamedDocument | StreamedDocument;

export interface DocumentOptions {
  /** Also sends types that are not known to print. Default: false. */
  allowUnknownType?: boolean | undefined;
  /**
   * Milliseconds without a byte from the document or to the network, after which the upload ends. Default: 30 s. The network
   * is watched only where a stream is sent (see `fetchStreams`); elsewhere `timeoutMs` limits the upload.
   */
  stallMs?: number | undefined;
  /** Also sends a document without bytes, which prints nothing. Default: false, it is rejected. */
  allowEmpty?: boolean | undefined;
}

export const documentTable: OptionTable<DocumentOptions> = {
  allowUnknownType: [],
  stallMs: [],
  allowEmpty: [],
};

/** A checked document: its name, its type and how to read it. */
export interface CheckedDocument {
  /** The file's own name, for people. */
  readonly name: string;
  readonly extension: string;
  /** Undefined when only reading it will tell. */
  readonly sizeBytes: number | undefined;
  /** True if it can be opened more than once, which a repeated upload needs. */
  readonly canReplay: boolean;
  /** A copy of the bytes, where the caller gave bytes. */
  readonly bytes?: Uint8Array<ArrayBuffer> | undefined;
  /** Begins to read it. */
  readonly open: () => ByteStream | Promise<ByteStream>;
  readonly stallMs: number | undefined;
  readonly allowEmpty: boolean | undefined;
}

/** Checks a document before any request. Reads nothing. */
export async function checkedDocument(
  document: PrintDocument,
  { allowUnknownType, stallMs, allowEmpty }: DocumentOptions,
  types: readonly string[] = printableExtensions,
): Promise<CheckedDocument> {
  checkMs({ stallMs });
  const source = sourceOf(document);
  if (!source) refuse('invalid_document', notADocument(document));
  const { givenName, mimeType, ...checked } = source;
  const name = givenName ? fileNameOf(givenName) : '';
  const extension = extensionOf(name) ?? extensionOfMimeType(mimeType);
  if (!extension || !(allowUnknownType || types.includes(extension)))
    refuse('unknown_document_type', noSuchType(name, types));
  const known = { ...checked, name: name || `document.${extension}`, extension, stallMs, allowEmpty };
  if (known.sizeBytes === 0 && !allowEmpty) throw emptyDocument(known.name);
  return known;
}

type Source = Pick<CheckedDocument, 'sizeBytes' | 'canReplay' | 'bytes' | 'open'> & {
  givenName: string | undefined;
  mimeType: string;
};

function sourceOf(document: PrintDocument): Source | undefined {
  const parts: unknown =
    document instanceof Blob ? { data: document, name: (document as File).name } : document;
  const { data, stream, name, sizeBytes } = Object(parts) as Partial<NamedDocument & StreamedDocument>;
  const givenName = typeof name === 'string' ? name : undefined;
  const canReopen = typeof stream === 'function';
  if (ArrayBuffer.isView(data) || (data as unknown) instanceof ArrayBuffer) {
    const view = ArrayBuffer.isView(data) ? data : new Uint8Array(data as unknown as ArrayBuffer);
    // A copy: what the caller does with the bytes from now on does not change what is printed.
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
    const { byteLength: sizeBytes } = bytes;
    return { givenName, sizeBytes, canReplay: true, mimeType: '', bytes, open: () => onePiece(bytes) };
  }
  if (data instanceof Blob)
    // A file on disk is a Blob and a stream: it is opened where its handle can be closed again.
    return {
      givenName,
      sizeBytes: data.size,
      canReplay: true,
      mimeType: data.type,
      open: canReopen ? stream : () => data.stream(),
    };
  const isSize = sizeBytes === undefined || (Number.isSafeInteger(sizeBytes) && sizeBytes >= 0);
  return stream && isSize
    ? { givenName, sizeBytes, canReplay: canReopen, mimeType: '', open: canReopen ? stream : () => stream }
    : undefined;
}

/** Returns bytes as a stream of one piece. */
export async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Makes the error for a document without bytes. A host accepts it, and nothing prints. */
export function emptyDocument(name: string, about: Partial<ErrorDetails> = {}): DocumentError {
  const problem = `The document ${JSON.stringify(name)} is empty. Set allowEmpty to send it anyway.`;
  return new DocumentError(problem, { ...about, code: 'empty_document' });
}

function refuse(code: string, problem: string): never {
  throw new DocumentError(problem, { code });
}

/** Says why something is not a document. The value is not repeated: it could be anything. */
function notADocument(given: unknown): string {
  const what =
    typeof given === 'string' ? 'A string' : given instanceof Promise ? 'A Promise (await it)' : 'This';
  return `${what} is not a document. Pass a File, { data, name } with a Blob or bytes, or { stream, name, sizeBytes }; for a path, fileDocument(path) of epson-connect-sdk/node.`;
}

/** Says why a document of this name has no type that prints. */
function noSuchType(name: string, types: readonly string[]): string {
  const which = name ? JSON.stringify(name) : 'A document without a name';
  return `${which} has no printable type: use one of ${types.join(', ')}.`;
}

/** The extensions that print, as the description lists them: `pdf`, `docx`, `jpg`, … */
export const printableExtensions: readonly string[] = uploadFileNameValues.map((name) => name.slice(2));

export const prints = (extension: string | undefined): boolean =>
  printableExtensions.includes(extension as string);

/** Other extensions for what prints, and how the description calls it. */
const synonyms: Readonly<Record<string, string | undefined>> = { tif: 'tiff', jfif: 'jpg', jpe: 'jpg' };

/**
 * Lower-case extension of a file name, as it goes over the wire: `tiff` of `scan.TIF`; undefined when it has none, as
 * `README` and `.pdf` do.
 */
export function extensionOf(name: string): string | undefined {
  const extension = /.\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  return extension && (Object.hasOwn(synonyms, extension) ? synonyms[extension] : extension);
}

/** The MIME types whose second half is an extension that prints: PDF and the pictures. */
export function extensionOfMimeType(type: string): string | undefined {
  return /^(?:image|application)\/(pdf|jpe?g|png|gif|bmp|tiff)\b/i.exec(type)?.[1]?.toLowerCase();
}

/**
 * A path or a URL as a plain file name. `https://host/a/x.pdf?sig=1` is `x.pdf`: a query is no part of a name and may
 * hold a signature. Where only the whole has a type that prints, `what?.pdf`, the whole is the name.
 */
export function fileNameOf(name: string): string {
  const names = [/\?.*/s, /$/, /[?#].*/s].map((query) => name.replace(query, '').replace(/.*[/\\]/s, ''));
  return names.find((one) => prints(extensionOf(one))) ?? (names[0] as string);
}

/** JPEG is the one type that the API names; everything else travels as plain bytes. Evidence: specification. */
export function contentTypeFor(extension: string): string {
  return /^jpe?g$/.test(extension) ? 'image/jpeg' : 'application/octet-stream';
}
