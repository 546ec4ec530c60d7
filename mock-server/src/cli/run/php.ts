import { execFile } from 'node:child_process';
import { basename } from 'node:path';

/** The configuration of the PHP of this machine that the settings for the mock would hide. */
export interface PhpConfiguration {
  readonly major: number;
  readonly disableFunctions: string;
  readonly prepend: string;
  readonly caFiles: readonly string[];
}

const ASK = `echo json_encode([PHP_MAJOR_VERSION, (string) ini_get('disable_functions'), (string) ini_get('auto_prepend_file'), (string) ini_get('openssl.cafile'), (string) ini_get('curl.cainfo')]);`;
const NO_ANSWER_MS = 5000;

/**
 * Returns the configuration of the PHP that a command would use; undefined if there is none.
 *
 * @param command what is run: asked itself where it is a PHP
 */
export function askPhp(
  command: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<PhpConfiguration | undefined> {
  const isPhp = command !== undefined && /^php[\d.]*(?:\.exe)?$/i.test(basename(command));
  return new Promise((resolve) => {
    execFile(isPhp ? command : 'php', ['-r', ASK], { env, timeout: NO_ANSWER_MS }, (error, stdout) => {
      resolve(error === null ? read(stdout) : undefined);
    });
  });
}

function read(answer: string): PhpConfiguration | undefined {
  try {
    const [major, disableFunctions, prepend, ...caFiles] = JSON.parse(answer) as [
      number,
      string,
      string,
      string,
      string,
    ];
    return { major, disableFunctions, prepend, caFiles: caFiles.filter((path) => path !== '') };
  } catch {
    // Another program is called php, or its configuration adds output.
    return undefined;
  }
}

/**
 * Returns the lines of a php.ini that lead PHP to the mock.
 *
 * @param preload the file that is prepended to each program
 * @param bundle the certificates to trust
 */
export function phpIni(preload: string, bundle: string, php: PhpConfiguration | undefined): string {
  const disabled = new Set((php?.disableFunctions ?? '').split(/[\s,]+/).filter((name) => name !== ''));
  // The preload redefines it, which PHP allows from version 8 on.
  if (php !== undefined && php.major >= 8) disabled.add('stream_context_create');
  return [
    `openssl.cafile=${quoted(bundle)}`,
    `curl.cainfo=${quoted(bundle)}`,
    `auto_prepend_file=${quoted(preload)}`,
    ...(disabled.size === 0 ? [] : [`disable_functions=${quoted([...disabled].join(','))}`]),
    '',
  ].join('\n');
}

/** Quotes a path for an ini file, in which dollars, backslashes and quotes have a meaning outside single quotes. */
function quoted(value: string): string {
  return value.includes("'") ? `"${value.replace(/["\\$]/g, '\\$&')}"` : `'${value}'`;
}
