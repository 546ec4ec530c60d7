import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../support/processes/programs.js';

/** The lines by which the guide lets programs trust the CA: what is tested is what it says. */
const readme = await readFile(new URL('../../mock-server/guides/https.md', import.meta.url), 'utf8');
const [, recipes = ''] = /<!-- trust -->\s*```sh\n([^]*?)```/.exec(readme) ?? [];

/** Settings that make a program trust a CA or use a proxy: variables, and words after its interpreter's name. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** Makes a program trust the CA in a PEM file. */
export interface Trust {
  /** The text of the guide. */
  readonly written: string;
  /** Returns the settings. Files that they need are written into the folder. */
  of(caFile: string, folder: string): Given | Promise<Given>;
}

/** The words of a line of the guide that begins with a command, behind it. */
function recipe(command: string, caFile: string): string[] {
  const [, words] = new RegExp(`^${command} (.*)$`, 'm').exec(recipes) ?? [];
  if (words === undefined) throw new Error(`no recipe in the guide begins with ${command}`);
  return words.split(' ').map((word) => word.replace('"$CA"', caFile));
}

export const trustByVariable = (name: string): Trust => ({
  written: `\`${name}\``,
  of: (caFile) => {
    const given = recipe('export', caFile).find((word) => word.startsWith(`${name}=`));
    return { env: { [name]: given?.slice(name.length + 1) ?? '' } };
  },
});

export const trustBySetting = (name: string): Trust => ({
  written: `\`php -d ${name}=\``,
  of: (caFile) => ({ args: ['-d', ...recipe('php', caFile).filter((word) => word.startsWith(`${name}=`))] }),
});

export const trustByStore: Trust = {
  written: '`-Djavax.net.ssl.trustStore=`',
  of: async (caFile, folder) => {
    const { code, output } = await runProgram('keytool', recipe('keytool', caFile), { cwd: folder });
    if (code !== 0) throw new Error(`keytool ended with ${code}: ${output}`);
    const options = recipe('java', caFile).filter((word) => word.startsWith('-D'));
    return { args: options.map((word) => word.replace('=trust.p12', `=${join(folder, 'trust.p12')}`)) };
  },
};

/** Leads a program through a proxy. */
export interface Detour {
  /** The text of the guide. */
  readonly written: string;
  of(proxy: URL): Given;
}

export const detourByVariable = (name: string): Detour => ({
  written: `\`${name}\``,
  of: ({ origin }) => ({ env: { [name]: origin } }),
});

export const detourByProperties: Detour = {
  written: '`-Dhttps.proxyHost=`, `-Dhttps.proxyPort=`',
  of: ({ hostname, port }) => ({ args: [`-Dhttps.proxyHost=${hostname}`, `-Dhttps.proxyPort=${port}`] }),
};
