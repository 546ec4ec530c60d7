// Arguments: the version of the API, the options as JSON, and a file to print where the disk may be read.
import { printing } from './printing.mjs';

const [version, options, path] = process.argv.slice(2);
const sdk = await (version === '2' ? import('epson-connect-sdk/v2') : import('epson-connect-sdk'));
const more = {};
if (path !== undefined) {
  const { fileDocument } = await import('epson-connect-sdk/node');
  more['file on disk'] = await fileDocument(path);
}
console.log(JSON.stringify(await printing(sdk, version, JSON.parse(options), more)));
