/** A dark image of 16 × 12 dots in JPEG 2000. */
export const JPEG_2000 = Buffer.from(
  '/0//UQAvAAAAAAAQAAAADAAAAAAAAAAAAAAAEAAAAAwAAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAEBAAQEAAH/XAAEQED/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAAqAAH/k8+0XBFQVK/+7IIgAAAAAAwkJfV1AAADCQl/gID/2Q==',
  'base64',
);

/** The size of an A4 page in points. */
export const A4 = [595, 842] as const;
/** Returns a stream of a PDF. */
export const stream = (members: string, data: Buffer | string) =>
  Buffer.concat([
    Buffer.from(`<<${members}/Length ${Buffer.byteLength(data)}>>stream\n`),
    Buffer.from(data),
    Buffer.from('\nendstream'),
  ]);

/** The parts of a PDF beside its pages. */
interface Parts {
  readonly catalog?: string;
  readonly content?: string;
  readonly resources?: string;
  /** Objects that the resources name, from number 4 on. */
  readonly objects?: readonly (Buffer | string)[];
}

/** Returns a PDF with pages of these sizes, each with the same content: a dark box where nothing else is given. */
export function pdfOf(
  sizes: readonly (readonly [number, number])[],
  {
    catalog = '',
    content = '0.2 g 100 100 300 300 re f',
    resources = '<<>>',
    objects: more = [],
  }: Parts = {},
) {
  const first = 4 + more.length;
  const kids = sizes.map((_, at) => `${first + at} 0 R`).join(' ');
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    `<</Type/Pages/Kids[${kids}]/Count ${sizes.length}>>`,
    stream('', content),
    ...more,
    ...sizes.map(
      (size) =>
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${size.join(' ')}]/Contents 3 0 R/Resources${resources}>>`,
    ),
  ];
  let file = Buffer.from('%PDF-1.7\n');
  const table = objects.map((object, at) => {
    const line = `${String(file.length).padStart(10, '0')} 00000 n \n`;
    file = Buffer.concat([
      file,
      Buffer.from(`${at + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
    return line;
  });
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table.join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.concat([file, Buffer.from(end)]);
}

/** Returns a bitmap of one color. */
export function bitmapOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(54);
  const data = Buffer.alloc(Math.ceil((width * 3) / 4) * 4 * height, 90);
  head.write('BM');
  head.writeUInt32LE(54 + data.length, 2);
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, width],
    [22, height],
    [34, data.length],
  ] as const)
    head.writeUInt32LE(value, at);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  return Buffer.concat([head, data]);
}
