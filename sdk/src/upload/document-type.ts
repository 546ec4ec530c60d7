import { uploadFileNameValues } from '../generated/epson-connect.js';

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
