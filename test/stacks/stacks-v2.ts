import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Program } from './stacks.js';

/** A mistake that programs of version 2 make, and what the mock makes of it. */
export interface Mistake {
  /** The value of MISTAKE that makes the program make it. */
  readonly name: string;
  /** The last operation that was called, with its status. */
  readonly ends: string;
  /** The rule that names it, by which the program ends with an error; nothing if it prints all the same. */
  readonly rule?: string;
  /** The rules of all warnings. */
  readonly warnings?: readonly string[];
  /** A part of the hint. */
  readonly hint?: RegExp;
}

/** A program that prints by version 2 as public ones do, and the mistakes that it can make. */
export interface StackV2 extends Program {
  readonly mistakes: readonly Mistake[];
  /** Warnings about the program as it is. */
  readonly warnings?: readonly string[];
}

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const typescript = { runners: [[process.execPath, '--import', tsx]] as const, probe: ['--version'] };

export const STACKS_V2: readonly StackV2[] = [
  {
    name: "Python's requests",
    program: 'v2/order_desk.py',
    runners: [['/usr/bin/python3'], ['python3']],
    probe: ['-c', 'import requests'],
    // It sends its headers as the body of execute too, which does not matter.
    warnings: ['body-ignored'],
    mistakes: [
      {
        name: 'name-of-the-customer',
        ends: 'executePrint 400',
        rule: 'print-data-invalid',
        warnings: ['file-name-not-printed', 'body-ignored'],
        hint: /File=Rechnung 17\.pdf; upload it as File=1\.pdf/,
      },
      { name: 'no-content-type', ends: 'uploadPrintFile 400', rule: 'upload-type-missing' },
      {
        name: 'duplex-as-boolean',
        ends: 'createPrintJob 400',
        rule: 'print-setting-invalid',
        hint: /doubleSided is true, .*write "long" or "short"/,
      },
      { name: 'headers-as-the-body', ends: 'executePrint 401', rule: 'bearer-missing' },
    ],
  },
  {
    name: "PHP's libcurl",
    program: 'v2/kiosk.php',
    runners: [['php']],
    probe: ['-r', 'exit(extension_loaded("curl") ? 0 : 1);'],
    mistakes: [
      { name: 'credentials-in-the-form', ends: 'requestToken 401', rule: 'app-credentials-in-form' },
      { name: 'client-id-as-key', ends: 'createPrintJob 403', rule: 'api-key-wrong', hint: /client ID/ },
      {
        name: 'words-of-version-1',
        ends: 'createPrintJob 400',
        rule: 'print-setting-invalid',
        hint: /write "ps_a4"/,
      },
      // Nobody knows if the host looks at it: the document prints, and the program is warned.
      { name: 'type-of-a-form', ends: 'executePrint 202', warnings: ['upload-type-undocumented'] },
    ],
  },
  {
    name: 'the fetch of TypeScript',
    program: 'v2/edge-function.ts',
    ...typescript,
    mistakes: [
      {
        name: 'object-as-the-file',
        ends: 'uploadPrintFile 400',
        rule: 'upload-of-an-object',
        hint: /\[object Object\]/,
      },
      {
        name: 'duplex-by-edge',
        ends: 'createPrintJob 400',
        rule: 'print-setting-invalid',
        hint: /write "long"/,
      },
      { name: 'token-by-json', ends: 'requestToken 400', rule: 'token-body-not-a-form' },
    ],
  },
  {
    name: 'the manner of axios',
    program: 'v2/till.ts',
    ...typescript,
    mistakes: [
      { name: 'headers-as-the-body', ends: 'executePrint 401', rule: 'bearer-missing' },
      { name: 'upload-uri-rebuilt', ends: 'uploadPrintFile 404', rule: 'key-unknown' },
      { name: 'executes-again', ends: 'executePrint 403', rule: 'execute-twice' },
    ],
  },
  {
    name: "Java's java.net.http",
    program: 'v2/Service.java',
    runners: [['java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']],
    probe: ['--list-modules'],
    mistakes: [
      { name: 'access-token-as-refresh', ends: 'requestToken 400', rule: 'refresh-token-foreign' },
      {
        name: 'name-without-extension',
        ends: 'executePrint 400',
        rule: 'print-data-invalid',
        warnings: ['file-name-not-printed'],
      },
    ],
  },
];
