import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

/** A tag of a TIFF directory, its value in the tag itself. */
export type Tag = readonly [id: number, type: number, value: number];

const NEW_SUBFILE_TYPE = 254;
/** Values of that tag. */
export const [REDUCED, PAGE, MASK] = [1, 2, 4];

/** Makes a TIFF with a directory for each list of tags. */
export function tiff(directories: readonly (readonly Tag[])[], isBig = false): Buffer {
  const [countBytes, tagBytes, offsetBytes] = isBig ? [8, 20, 8] : [2, 12, 4];
  const number = (value: number, bytes: number) => {
    const written = Buffer.alloc(bytes);
    written.writeUIntLE(value, 0, Math.min(bytes, 6));
    return written;
  };
  const parts = [Buffer.from('II'), number(isBig ? 43 : 42, 2), ...(isBig ? [number(8, 4)] : [])];
  let at = isBig ? 16 : 8;
  parts.push(number(directories.length === 0 ? 0 : at, offsetBytes));
  directories.forEach((tags, index) => {
    at += countBytes + tags.length * tagBytes + offsetBytes;
    parts.push(number(tags.length, countBytes));
    for (const [id, type, value] of tags)
      parts.push(number(id, 2), number(type, 2), number(1, offsetBytes), number(value, offsetBytes));
    parts.push(number(index + 1 === directories.length ? 0 : at, offsetBytes));
  });
  return Buffer.concat(parts);
}

/** The tags of a directory: those that every image has, and further ones. */
export function image(subfileType: number, further: readonly Tag[] = []): readonly Tag[] {
  const size: Tag[] = [
    [256, 3, 4],
    [257, 3, 4],
  ];
  return [[NEW_SUBFILE_TYPE, 4, subfileType], ...size, ...further];
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** Makes a PNG of one pixel, with further chunks before the pixel. */
export function png(chunks: readonly (readonly [kind: string, data: Buffer])[] = []): Buffer {
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from('00000001000000010800000000', 'hex')),
    ...chunks.map(([kind, data]) => chunk(kind, data)),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Makes a ZIP archive of entries in their order, as they are or packed. */
export function zip(
  entries: readonly (readonly [name: string, content: Buffer | string])[],
  isPacked = false,
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const [nameBytes, plain] = [Buffer.from(name), Buffer.from(content)];
    const data = isPacked ? deflateRawSync(plain) : plain;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    if (isPacked) common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, central, nameBytes);
    const local = [Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, data];
    parts.push(...local);
    at += local.reduce((sum, { length }) => sum + length, 0);
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}

const MAIN_PARTS = {
  docx: ['word/document.xml', 'wordprocessingml.document'],
  xlsx: ['xl/workbook.xml', 'spreadsheetml.sheet'],
  pptx: ['ppt/presentation.xml', 'presentationml.presentation'],
} as const;

/** The entries that an office file has at least. */
export function officeEntries(kind: keyof typeof MAIN_PARTS): [name: string, content: string][] {
  const [part, type] = MAIN_PARTS[kind];
  const content = `application/vnd.openxmlformats-officedocument.${type}.main+xml`;
  return [
    ['[Content_Types].xml', `<Types><Override PartName="/${part}" ContentType="${content}"/></Types>`],
    ['_rels/.rels', '<Relationships/>'],
    [part, '<document/>'],
  ];
}
