import { DocumentError } from '../errors.js';
import {
  extensionOf,
  extensionOfMimeType,
  fileNameOf,
  printableExtensions,
  prints,
} from './document-type.js';

/** Bytes with a name. The name decides the type; a path or a URL is cut down to the file's own name. */
export interface NamedDocument {
  readonly data: Blob | Uint8Array;
  readonly name: string;
}

/** A stream with a name. The size has to be known beforehand, because the upload has to announce it. */
export interface StreamedDocument {
  /** Read once. An async iterable of bytes, such as a stream of Node's, will do too. */
  readonly stream: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * What can be printed: a File, a Blob of a known MIME type, bytes or a Blob with a name, or a stream with name and
 * size. For a file on disk use `fileDocument(path)` from `epson-connect-sdk/node`. A string is refused: it could be
 * a path, a URL or the text itself.
 *
 * Which types print: doc, docx, xls, xlsx, ppt, pptx, pdf, jpeg, jpg, bmp, gif, png, tiff. Evidence: sample, client.
 *
 * @example
 * await epson.print({ data: bytes, name: 'invoice-17.pdf' });
 */
export type PrintDocument = Blob | NamedDocument | StreamedDocument;

export interface DocumentOptions {
  /** Sends types that are not known to print, too. Default: false. */
  allowUnknownType?: boolean | undefined;
}

/** A document that has been looked at: what it is called, what it is and how to read it. */
export interface CheckedDocument {
  /** The file's own name, for people. */
  readonly name: string;
  readonly extension: string;
  readonly sizeBytes: number;
  readonly source: Blob | StreamedDocument['stream'];
}

/** Refuses what cannot be printed, before any request. Nothing is read. */
export function checkedDocument(
  document: PrintDocument,
  { allowUnknownType }: DocumentOptions,
): CheckedDocument {
  const { source, sizeBytes, givenName } = partsOf(document);
  const name = givenName ? fileNameOf(givenName) : '';
  const extension =
    extensionOf(name) ?? (source instanceof Blob ? extensionOfMimeType(source.type) : undefined);
  if (!extension || !(allowUnknownType || prints(extension))) {
    throw new DocumentError(
      `${name ? JSON.stringify(name) : 'A document without a name'} has no type that prints: ${printableExtensions.join(', ')}.`,
      { code: 'unknown_document_type' },
    );
  }
  return { name: name || `document.${extension}`, extension, sizeBytes, source };
}

type Parts = Pick<CheckedDocument, 'source' | 'sizeBytes'> & { givenName: string | undefined };

function partsOf(document: PrintDocument): Parts {
  const parts: unknown =
    document instanceof Blob ? { data: document, name: (document as File).name } : document;
  const { data, stream, name, sizeBytes } = Object(parts) as Partial<NamedDocument & StreamedDocument>;
  const givenName = typeof name === 'string' ? name : undefined;
  if (data instanceof Blob) return { source: data, sizeBytes: data.size, givenName };
  if (data instanceof Uint8Array) {
    // A Blob of bytes is a copy: what the caller does with the bytes from now on does not change what is printed.
    return { source: new Blob([data as Uint8Array<ArrayBuffer>]), sizeBytes: data.byteLength, givenName };
  }
  if (stream && Number.isSafeInteger(sizeBytes) && Number(sizeBytes) >= 0) {
    return { source: stream, sizeBytes: Number(sizeBytes), givenName };
  }
  const what =
    typeof document === 'string' ? 'A string' : document instanceof Promise ? 'A Promise (await it)' : 'This';
  throw new DocumentError(
    `${what} is no document. Pass a File, { data, name } with a Blob or bytes, or { stream, name, sizeBytes }; for a path, fileDocument(path) from "epson-connect-sdk/node".`,
    { code: 'invalid_document' },
  );
}
