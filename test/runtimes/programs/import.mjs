// Arguments: the options as JSON, and a file to print where the disk may be read.
import * as sdk from 'epson-connect-sdk';
import { printing } from './printing.mjs';

const [options, path] = process.argv.slice(2);
const more = {};
if (path !== undefined) {
  const { fileDocument } = await import('epson-connect-sdk/node');
  more['file on disk'] = await fileDocument(path);
}
console.log(JSON.stringify(await printing(sdk, JSON.parse(options), more)));
