import { fileURLToPath } from 'node:url';

/** The folder of this package: one above the sources, and one above what is built of them, which is flat. */
export const PACKAGE_ROOT = new URL('../', import.meta.url);

/** The documentation page, one file; in a clone it is not there before `npm run docs`. */
export const DOCS_PAGE = fileURLToPath(new URL('docs/index.html', PACKAGE_ROOT));
