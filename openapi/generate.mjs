// Writes the TypeScript types that redocly.yaml asks for: each entry of `apis` names a description (`root`) and the
// files that get its types (`x-types`). With --check nothing is written, and a stale or missing file fails the run.
//
// The command line of openapi-typescript writes one file for each entry, and its --check stops at the first fresh one.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import ts from 'typescript';
import { parse } from 'yaml';

const blob = ts.factory.createTypeReferenceNode('Blob');

const options = {
  // A list of the allowed values beside each enumeration: `mediaSizeValues` and so on.
  enumValues: true,
  // A member with a default stays optional in a request.
  defaultNonNullable: false,
  // A file: its schema is a string, because that is what other generators take for a file.
  transform: ({ format }) => (format === 'binary' ? blob : undefined),
};

const checkOnly = process.argv.includes('--check');
const here = new URL('.', import.meta.url);
const { apis } = parse(await readFile(new URL('redocly.yaml', here), 'utf8'));

for (const { root, 'x-types': files } of Object.values(apis)) {
  const types = COMMENT_HEADER + astToString(await openapiTS(new URL(root, here), options));
  for (const file of files) {
    const output = new URL(file, here);
    const previous = await readFile(output, 'utf8').catch(() => undefined);
    if (previous === types) {
      console.log(`${file} is up to date`);
    } else if (checkOnly) {
      console.error(`${file} is stale: run \`npm run generate\``);
      process.exitCode = 1;
    } else {
      await mkdir(new URL('.', output), { recursive: true });
      await writeFile(output, types);
      console.log(`${file} written`);
    }
  }
}
