// The same, of a program that knows no import.
/* eslint-disable @typescript-eslint/no-require-imports -- that is the point of it */
const [version, options, path] = process.argv.slice(2);
const sdk = version === '2' ? require('epson-connect-sdk/v2') : require('epson-connect-sdk');
const { fileDocument } = require('epson-connect-sdk/node');
const { printing } = require('./printing.mjs');

fileDocument(path)
  .then((document) => printing(sdk, version, JSON.parse(options), { 'file on disk': document }))
  .then((told) => console.log(JSON.stringify(told)));
