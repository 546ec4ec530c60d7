import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { truncate, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RunningMockHost, StartOptions } from 'epson-connect-mock';

/** How far the memory of each process rose above where it stood before the document, in bytes. */
export interface MemoryGrowth {
  readonly sdkBytes: number;
  readonly mockBytes: number;
}

const EXEC_ARGV = ['--expose-gc', '--import', 'tsx', '--conditions=epson-connect-kit:source'];
/** Where the loader of EXEC_ARGV is found. */
const HERE = fileURLToPath(new URL('..', import.meta.url));
const program = (name: string) => fileURLToPath(new URL(`../bench/${name}`, import.meta.url));

/** Prints a document of the given size, the SDK and the mock each in a process of its own. */
export async function measureMemory(folder: string, sizeBytes: number): Promise<MemoryGrowth> {
  const file = `${folder}/document.pdf`;
  await writeFile(file, '%PDF-1.4\n');
  await truncate(file, sizeBytes);
  const options = { dataDir: `${folder}/data`, limitBytes: { document: sizeBytes } };
  let sdkBytes = 0;
  const { growthBytes, printedBytes } = await measureMock(options, async ({ url, credentials, watch }) => {
    const sdk = start('memory-sdk.ts', { url, credentials, file });
    try {
      await reply(sdk);
      await watch();
      sdk.send('print');
      sdkBytes = Number((await reply(sdk))['growthBytes']);
    } finally {
      sdk.kill();
    }
  });
  if (printedBytes.at(-1) !== sizeBytes)
    throw new Error(`${printedBytes.at(-1)} of ${sizeBytes} bytes were printed`);
  return { sdkBytes, mockBytes: growthBytes };
}

/** A host in a process of its own. */
export interface MeasuredHost extends Pick<RunningMockHost, 'url' | 'https' | 'credentials'> {
  /** Its memory is watched from now on: what a first print loads and compiles is not what a document costs. */
  watch(): Promise<void>;
}

/** Uses a host, and tells how far its memory rose since it was watched, and the sizes of what it printed. */
export async function measureMock(
  options: StartOptions,
  use: (host: MeasuredHost) => Promise<void>,
): Promise<{ growthBytes: number; printedBytes: number[] }> {
  const mock = start('memory-mock.ts', options);
  try {
    const host = (await reply(mock)) as unknown as Omit<MeasuredHost, 'watch'>;
    const watch = async () => {
      mock.send('begin');
      await reply(mock);
    };
    await use({ ...host, watch });
    mock.send('end');
    return (await reply(mock)) as unknown as { growthBytes: number; printedBytes: number[] };
  } finally {
    mock.kill();
  }
}

function start(name: string, message: object): ChildProcess {
  const child = fork(program(name), { execArgv: EXEC_ARGV, cwd: HERE });
  child.send(message);
  return child;
}

async function reply(child: ChildProcess): Promise<Record<string, unknown>> {
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the measured process ended with ${String(code)}`)),
  );
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [Record<string, unknown>];
  return message;
}
