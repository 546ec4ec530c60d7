/**
 * The door for Node: what needs a file system. Everything else is in `epson-connect-sdk`.
 *
 * @module
 */
export { fileDocument } from './file-document.js';
export type { FileDocument } from './file-document.js';
export { fileLedger } from './file-ledger.js';
export type { FileLedger } from './file-ledger.js';
export { fileTokenStore } from './file-token-store.js';
export type { FileTokenStoreOptions } from './file-token-store.js';
