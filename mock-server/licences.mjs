import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the licences of the packages that a bundle holds, which ask to be passed on with it. @param inputs paths of its files */
export function licencesOf(folder, inputs) {
  const packages = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
  const licences = [...packages].sort().map((path) => {
    const at = join(folder, path);
    const { name, version, license } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
    const file = readdirSync(at).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? '' : `\n\n${readFileSync(join(at, file), 'utf8').trim()}`;
    return `${name} ${version} (${license})${text}\n`;
  });
  return licences.join('\n\n');
}
