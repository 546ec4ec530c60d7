import { join } from 'node:path';
import { runProgram } from '../support/programs.js';

/** What a program is given so that it trusts a CA or uses a proxy: variables, and words after its interpreter's name. */
export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** Makes a program trust the CA in a PEM file; what has to be written for it goes into the folder. */
export type Trust = (caFile: string, folder: string) => Given | Promise<Given>;

export const byVariable =
  (name: string): Trust =>
  (caFile) => ({ env: { [name]: caFile } });

export const byPhpSetting =
  (name: string): Trust =>
  (caFile) => ({ args: ['-d', `${name}=${caFile}`] });

export const byJavaStore: Trust = async (caFile, folder) => {
  const store = join(folder, 'trust.p12');
  const args = ['-importcert', '-noprompt', '-alias', 'mock', '-file', caFile, '-keystore', store];
  const { code, output } = await runProgram('keytool', [...args, '-storepass', 'changeit']);
  if (code !== 0) throw new Error(`keytool ended with ${code}: ${output}`);
  return { args: [`-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit'] };
};

/** Leads a program through a proxy. */
export type Detour = (proxy: URL) => Given;

export const byProxyVariable =
  (name: string): Detour =>
  ({ origin }) => ({ env: { [name]: origin } });

export const byJavaProperties: Detour = ({ hostname, port }) => ({
  args: [`-Dhttps.proxyHost=${hostname}`, `-Dhttps.proxyPort=${port}`],
});
