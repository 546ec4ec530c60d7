import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wrappedUploadOf } from './inspection.js';

const PDF = readFileSync(new URL('../../../openapi/examples/sample.pdf', import.meta.url));
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const base64 = PDF.toString('base64');

const whatOf = (sent: string | Buffer) => wrappedUploadOf(Buffer.from(sent).subarray(0, 1024))?.what;

describe('what was sent in the place of a file', () => {
  it.each<[string, string, string | Buffer]>([
    ['base64 of a PDF', 'in one line', base64],
    ['base64 of a PDF', 'in short lines', base64.replace(/.{76}/g, '$&\r\n')],
    ['base64 of a PDF', 'in quotes', JSON.stringify(base64)],
    ['base64 of a PDF', 'behind a byte order mark', `\ufeff${base64}`],
    ['base64 of a JPEG', 'of a picture', JPEG.toString('base64')],
    ['base64 of a PNG', 'for addresses', PNG.toString('base64url')],
    ['a data: URI with base64 of a PDF', 'as browsers read files', `data:application/pdf;base64,${base64}`],
    ['a data: URI', 'not in base64', 'data:,hello'],
    ['JSON with base64 of a PDF in it', 'an object', JSON.stringify({ name: 'a', file: base64 })],
    ['JSON', 'a buffer of Node', JSON.stringify(PDF)],
    ['JSON', 'a list of bytes', JSON.stringify([...PDF.subarray(0, 9)])],
    ['an HTML page', 'with its type', ' \n<!DOCTYPE html>\n<html>'],
    ['an HTML page', 'without', '<html lang="en">'],
    [
      'a multipart form',
      'with a PDF in it',
      `--x1\r\nContent-Disposition: form-data; name="file"\r\n\r\n${PDF.toString('latin1')}`,
    ],
  ])('is recognised by its beginning: %s, %s', (what, _how, sent) => {
    expect(whatOf(sent)).toBe(what);
  });

  it.each<[string, string | Buffer]>([
    ['a PDF', PDF],
    ['a PDF behind something else', Buffer.concat([Buffer.from('{"a":1}\n'), PDF])],
    ['a JPEG', JPEG],
    ['a PNG', PNG],
    ['a text', 'hello'],
    ['rich text', '{\\rtf1\\ansi'],
    ['base64 of what is no file', Buffer.from('a long text of somebody').toString('base64')],
    ['a line of hyphens', '---------------------\nhello'],
    ['nothing', ''],
  ])('is not seen in %s', (_what, sent) => {
    expect(whatOf(sent)).toBeUndefined();
  });
});
