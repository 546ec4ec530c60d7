/**
 * The door for Node: what needs a file system. Everything else is in `epson-connect-sdk`.
 *
 * @module
 */
export { fileDocument } from './file-document.js';
