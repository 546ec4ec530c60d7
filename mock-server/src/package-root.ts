/** The folder of this package: one above the sources, and one above what is built of them, which is flat. */
export const PACKAGE_ROOT = new URL('../', import.meta.url);
