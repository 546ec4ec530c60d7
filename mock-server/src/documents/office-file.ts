import { open, type FileHandle } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

/** The content type of the part that makes an archive an office file, whatever else is in it. */
const MAIN_PARTS = [
  ['docx', 'wordprocessingml.document.main+xml'],
  ['xlsx', 'spreadsheetml.sheet.main+xml'],
  ['pptx', 'presentationml.presentation.main+xml'],
] as const;

const CONTENT_TYPES = '[content_types].xml';
/** The end of an archive without its comment, which has 65,535 bytes at most. */
const END_BYTES = 22;
const MOST_END_BYTES = END_BYTES + 0xffff;
const DIRECTORY_ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;
/** More of the list of content types is not looked at. */
const MOST_TYPES_BYTES = 4 * 1024 * 1024;

/**
 * Returns which office file a ZIP archive is: `docx`, `xlsx` or `pptx`, `other` for any other archive, or `cut off` where
 * its end is missing, without which nobody can open it. Reads the directory at its end, as programs that open it do: so the
 * order of the entries, their number and their sizes do not matter.
 */
export async function officeKindOf(path: string): Promise<'docx' | 'xlsx' | 'pptx' | 'other' | 'cut off'> {
  const file = await open(path);
  try {
    const directory = await readDirectory(file);
    if (directory === undefined) return 'cut off';
    const types = await readContentTypes(file, directory);
    return MAIN_PARTS.find(([, type]) => types.includes(type))?.[0] ?? 'other';
  } catch {
    // An entry that cannot be unpacked, or that lies outside of the file.
    return 'other';
  } finally {
    await file.close();
  }
}

/** Returns the list of entries; nothing where the archive does not come to its end. */
async function readDirectory(file: FileHandle): Promise<Buffer | undefined> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(size - MOST_END_BYTES, 0), MOST_END_BYTES);
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + END_BYTES > tail.length) return undefined;
  const sizeBytes = tail.readUInt32LE(end + 12);
  const begin = size - tail.length + end - sizeBytes;
  return begin < 0 ? undefined : readAt(file, begin, sizeBytes);
}

async function readContentTypes(file: FileHandle, directory: Buffer): Promise<string> {
  for (let at = 0; at + DIRECTORY_ENTRY_BYTES <= directory.length;) {
    const nameLength = directory.readUInt16LE(at + 28);
    const nameAt = at + DIRECTORY_ENTRY_BYTES;
    const name = directory.toString('latin1', nameAt, nameAt + nameLength);
    if (name.toLowerCase() === CONTENT_TYPES)
      return readEntry(file, directory.readUInt32LE(at + 42), directory.readUInt16LE(at + 10) === 0);
    at = nameAt + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return '';
}

/** Reads an entry as text. Its size is not asked for: packed data has an end, and behind stored data nothing is looked for. */
async function readEntry(file: FileHandle, at: number, isStored: boolean): Promise<string> {
  const header = await readAt(file, at, LOCAL_HEADER_BYTES);
  const begin = at + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const data = await readAt(file, begin, isStored ? header.readUInt32LE(18) : MOST_TYPES_BYTES);
  const text = isStored ? data : inflateRawSync(data, { maxOutputLength: MOST_TYPES_BYTES });
  // As ASCII, whatever of the encodings of XML it is in.
  return text.toString('latin1').replaceAll('\0', '');
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { size } = await file.stat();
  const wanted = Math.max(Math.min(length, size - position, MOST_TYPES_BYTES), 0);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, position);
  return buffer.subarray(0, bytesRead);
}
