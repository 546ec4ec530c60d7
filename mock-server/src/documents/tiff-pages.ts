/** A chain of images is followed so far. */
const MOST_IMAGES = 10_000;
/** ... and so many tags of each are looked at: an image has twenty or so, sorted by their numbers. */
const MOST_TAGS = 100;

/** Tags that say what an image is to its neighbours, and the bits of the first. */
const NEW_SUBFILE_TYPE = 254;
const [REDUCED, MASK] = [1, 4];
const OLD_SUBFILE_TYPE = 255;
const OLD_REDUCED = 2;
/** The type of a number of two bytes. */
const SHORT = 3;

/** The form of numbers and directories in a file. */
interface Layout {
  readonly u16: (at: number) => number;
  readonly u32: (at: number) => number;
  /** A position in the file, or a number of tags. */
  readonly offset: (at: number) => number;
  readonly count: (at: number) => number;
  readonly countBytes: number;
  readonly tagBytes: number;
  readonly firstAt: number;
}

/**
 * Counts the pages of a TIFF or BigTIFF: the images of its chain but for thumbnails and masks, which belong to another.
 * Images within an image are no pages. A broken chain ends where it breaks.
 */
export function countTiffPages(bytes: Buffer): number {
  const layout = layoutOf(bytes);
  const seen = new Set<number>();
  let pages = 0;
  try {
    let at = layout.offset(layout.firstAt);
    while (at !== 0 && !seen.has(at) && seen.size < MOST_IMAGES) {
      const tags = layout.count(at);
      const next = layout.offset(at + layout.countBytes + tags * layout.tagBytes);
      seen.add(at);
      if (isPage(layout, at, tags)) pages += 1;
      at = next;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return Math.max(pages, 1);
}

function isPage({ u16, u32, countBytes, tagBytes }: Layout, at: number, tags: number): boolean {
  for (let index = 0; index < Math.min(tags, MOST_TAGS); index += 1) {
    const tag = at + countBytes + index * tagBytes;
    const id = u16(tag);
    if (id !== NEW_SUBFILE_TYPE && id !== OLD_SUBFILE_TYPE) continue;
    const valueAt = tag + (tagBytes === 12 ? 8 : 12);
    const value = u16(tag + 2) === SHORT ? u16(valueAt) : u32(valueAt);
    return id === NEW_SUBFILE_TYPE ? (value & (REDUCED | MASK)) === 0 : value !== OLD_REDUCED;
  }
  return true;
}

function layoutOf(bytes: Buffer): Layout {
  const isLittle = bytes.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const u64 = (at: number) => Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  const isBig = u16(2) === 43;
  return isBig
    ? { u16, u32, offset: u64, count: u64, countBytes: 8, tagBytes: 20, firstAt: 8 }
    : { u16, u32, offset: u32, count: u16, countBytes: 2, tagBytes: 12, firstAt: 4 };
}
