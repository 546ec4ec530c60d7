// pdfkit ships no types; this is the part of it that the document uses. Lengths are points, 72 to the inch.
declare module 'pdfkit' {
  interface TextOptions {
    width?: number;
    align?: 'left' | 'center' | 'right';
    lineBreak?: boolean;
    lineGap?: number;
    characterSpacing?: number;
  }

  export default class PDFDocument {
    constructor(options: {
      size: 'A4';
      margin: number;
      autoFirstPage: boolean;
      compress: boolean;
      lang: string;
      displayTitle: boolean;
      info: Record<string, string | Date>;
    });
    on(event: 'data', listener: (chunk: Buffer) => void): this;
    once(event: 'end', listener: () => void): this;
    addPage(): this;
    end(): void;

    font(name: string, size: number): this;
    text(text: string, x: number, y: number, options?: TextOptions): this;
    heightOfString(text: string, options?: TextOptions): number;
    widthOfString(text: string, options?: TextOptions): number;

    save(): this;
    restore(): this;
    translate(x: number, y: number): this;
    scale(factor: number): this;
    opacity(opacity: number): this;
    fillColor(color: string): this;
    strokeColor(color: string): this;
    lineWidth(width: number): this;
    lineCap(style: 'butt' | 'round'): this;
    lineJoin(style: 'miter' | 'round'): this;
    dash(length: number, options: { space: number }): this;
    undash(): this;

    path(svg: string): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    roundedRect(x: number, y: number, width: number, height: number, radius: number): this;
    circle(x: number, y: number, radius: number): this;
    closePath(): this;
    fill(color?: string): this;
    stroke(color?: string): this;
    fillAndStroke(fill: string, stroke: string): this;
  }
}
