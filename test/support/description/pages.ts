import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** The READMEs of the examples that the SDK brings. */
const EXAMPLES = readdirSync(join(root, 'sdk/examples')).map((name) => `sdk/examples/${name}/README.md`);

const guidesOf = (folder: string) =>
  existsSync(join(root, folder, 'guides'))
    ? readdirSync(join(root, folder, 'guides')).map((name) => `${folder}/guides/${name}`)
    : [];

/** The pages for the users of both packages, from the root of the repository. */
export const USER_PAGES: readonly string[] = [
  'README.md',
  ...['sdk', 'mock-server'].flatMap((folder) => [`${folder}/README.md`, ...guidesOf(folder)]),
  ...EXAMPLES,
];

/** The text of all these pages. */
export const userText = USER_PAGES.map((page) => readFileSync(join(root, page), 'utf8')).join('\n');

/** Returns the code block that follows `<!-- run: name -->`, as it stands. @throws Error where no page has it */
export function example(name: string, text = userText): string {
  const [, code] = new RegExp(`<!-- run: ${name} -->\\s*\`\`\`\\w+\\n([^]*?)\`\`\``).exec(text) ?? [];
  if (code === undefined) throw new Error(`no page has the example "${name}"`);
  return code;
}
