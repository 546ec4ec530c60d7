// The same, of a program that knows no import.
/* eslint-disable @typescript-eslint/no-require-imports -- that is the point of it */
const sdk = require('epson-connect-sdk');
const { fileDocument } = require('epson-connect-sdk/node');
const { printing } = require('./printing.mjs');

const [options, path] = process.argv.slice(2);
fileDocument(path)
  .then((document) => printing(sdk, JSON.parse(options), { 'file on disk': document }))
  .then((told) => console.log(JSON.stringify(told)));
