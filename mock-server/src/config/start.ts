import { readFile } from 'node:fs/promises';
import type { PresetName } from '../epson/domain/capability.js';
import type { PrinterSeed } from '../epson/v1/printer-seed.js';
import { codeOf, warnOfReaders } from './file.js';
import type { Findings } from './given.js';
import { loadCapability, type PrinterSource } from './printers.js';
import type { StartOptions } from './options.js';
import type { Merged } from './merge-sources.js';
import type { Values } from './settings.js';

/** The form in which exchanges are written: for people, as lines of JSON, or not at all. */
export type Output = 'lines' | 'json' | 'quiet';

/** Returns the form in which exchanges are written. */
export function outputOf({ json, quiet }: Values): Output {
  return json === true ? 'json' : quiet === true ? 'quiet' : 'lines';
}

/** Returns the options for `startMockHost`. Reads the file of the control token. */
export async function startOptions({ values, origins }: Merged, findings: Findings): Promise<StartOptions> {
  const token = await controlToken(values, origins['control-token-file'][0]?.label ?? '', findings);
  return present({
    port: values.port,
    host: values.host,
    tls: values.tls === true ? present({ port: values['https-port'], caDir: values['ca-dir'] }) : undefined,
    uploadPort: values['upload-port'],
    publicUrl: values['public-url']?.replace(/\/$/, ''),
    relay: filled(values.relay),
    printers: (values.printers ?? []).map((each) => printerSeed(each, values.capability as PresetName)),
    clients: values.clients,
    apps: values.apps,
    redirectUris: values['redirect-uri'],
    accounts: values.accounts,
    consent: values.consent,
    worlds: values.worlds,
    pace: values.pace,
    callsPerMinute: values['calls-per-minute'],
    callsPerMinuteV2: values['calls-per-minute-v2'],
    limitBytes: present({
      document: values['limit-bytes-document'],
      photo: values['limit-bytes-photo'],
      v2: values['limit-bytes-v2'],
    }),
    assume: values.assume,
    faults: values.faults,
    strict: values.strict,
    dataDir: values['data-dir'],
    onPrint: values['on-print'],
    allowHosts: filled(values['allow-host']),
    corsOrigins: filled(values['cors-origin']),
    controlToken: token,
    limits: filledObject(
      present({
        connections: values['limits-connections'],
        idleMs: values['limits-idle-ms'],
        stallMs: values['limits-stall-ms'],
        headersMs: values['limits-headers-ms'],
        headerBytes: values['limits-header-bytes'],
      }),
    ),
  });
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Returns the members that have a value. */
function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}

const filled = <T>(values: readonly T[] | undefined) => (values?.length === 0 ? undefined : values);
const filledObject = <T extends object>(members: T) =>
  Object.keys(members).length === 0 ? undefined : members;

/** Returns a printer with its own capability, or else with that of all printers. */
function printerSeed({ capability: own, ...seed }: PrinterSource, all: string | undefined): PrinterSeed {
  const source = own ?? all;
  return source === undefined ? seed : { ...seed, capability: loadCapability(source) };
}

async function controlToken(values: Values, label: string, findings: Findings): Promise<string | undefined> {
  const file = values['control-token-file'];
  if (file === undefined) return values['control-token'];
  try {
    const token = (await readFile(file, 'utf8')).trim();
    await warnOfReaders(file, `the file of the control token, ${file},`, findings);
    if (token !== '') return token;
    findings.problems.push(`${label} is ${JSON.stringify(file)}, which is empty`);
  } catch (error) {
    findings.problems.push(`${label} is ${JSON.stringify(file)}, which cannot be read (${codeOf(error)})`);
  }
  return undefined;
}
