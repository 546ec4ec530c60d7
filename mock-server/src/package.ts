import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of this package: one above the sources, and one above what is built of them, which is flat. */
export const PACKAGE_ROOT = new URL('../', import.meta.url);

/** The folder of the documentation; in a clone it is not there before `npm run docs`. */
export const DOCS = fileURLToPath(new URL('docs/', PACKAGE_ROOT));

/** The folder of the inspector; in a clone it is not there before it is built. */
export const UI = fileURLToPath(new URL('ui/dist/', PACKAGE_ROOT));

const manifest = JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as {
  version: string;
};

/** The version of this package. */
export const VERSION = manifest.version;
