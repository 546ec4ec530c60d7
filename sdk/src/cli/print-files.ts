import type { Run } from './command.js';
import { EXIT, UsageError } from './exit-code.js';
import { printFile, type Print } from './print-file.js';

/** With these the next file would be refused the same way. */
const POINTLESS: readonly number[] = [EXIT.authentication, EXIT.usage, EXIT.rateLimit];

/** @throws {UsageError} Standard input is used for two things, or has no name. */
export function checkInputs({ words, flags }: Pick<Run, 'flags' | 'words'>): void {
  const inputs = words.filter((word) => word === '-');
  if (inputs.length > 0 && flags.text('credentials') === '-')
    throw new UsageError('Standard input can be the credentials or the document, not both.');
  if (inputs.length > 1) throw new UsageError('Standard input can be printed only once.');
  if (inputs.length > 0 && !flags.text('name'))
    throw new UsageError('Standard input needs a name with an extension: --name report.pdf');
  if (inputs.length === 0 && flags.text('name') !== undefined)
    throw new UsageError('--name is only valid for standard input; use --job-name for the name of a job.');
}

/** Prints files, one after the other. @returns the highest of their exit codes */
export async function printFiles(given: Run, print: Print): Promise<number> {
  const { words, interrupt, terminal } = given;
  let worst: number = EXIT.ok;
  for (const [index, file] of words.entries()) {
    const code = await printFile(given, file, print);
    worst = Math.max(worst, code);
    // The others would be refused the same way, or nobody wants them any more.
    const isPointless = interrupt.isAsked || POINTLESS.includes(code);
    const left = words.length - index - 1;
    if (isPointless && left > 0) {
      terminal.note(`${left} more ${left === 1 ? 'file was' : 'files were'} not begun.`);
      break;
    }
  }
  return worst;
}
