// Writes each description as one file that any OpenAPI tool reads, as YAML and as JSON: the sources are many files, and
// their longer texts are Markdown, which only Redocly puts in.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/**
 * @param redocly runs Redocly with arguments, in the folder of the sources
 * @param descriptions the name that each file gets, and the root that it is made of
 */
export async function bundle(redocly, descriptions, target) {
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await Promise.all(
    descriptions.map(async ({ name, root }) => {
      const file = join(target, `${name}.json`);
      await redocly('bundle', root, '-o', file);
      const description = JSON.parse(await readFile(file, 'utf8'));
      await writeFile(file, `${JSON.stringify(description, undefined, 2)}\n`);
      const text = stringify(description, { aliasDuplicateObjects: false, lineWidth: 0 });
      await writeFile(join(target, `${name}.yaml`), text);
    }),
  );
}
