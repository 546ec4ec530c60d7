import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { truncate, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** How far the memory of each process rose above where it stood before the document, in bytes. */
export interface MemoryGrowth {
  readonly sdkBytes: number;
  /** Of the SDK: what lies in buffers. */
  readonly sdkBuffersBytes: number;
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
  const children: ChildProcess[] = [];
  const start = (name: string, message: object) => {
    const child = fork(program(name), { execArgv: EXEC_ARGV, cwd: HERE });
    children.push(child);
    child.send(message);
    return child;
  };
  try {
    const mock = start('memory-mock.ts', { dataDir: `${folder}/data`, limitBytes: { document: sizeBytes } });
    const { url, credentials } = await reply(mock);
    const sdk = start('memory-sdk.ts', { url, credentials, file });
    await reply(sdk);
    mock.send('begin');
    await reply(mock);
    sdk.send('print');
    const { growthBytes: sdkBytes, buffersBytes: sdkBuffersBytes } = await reply(sdk);
    mock.send('end');
    const { growthBytes: mockBytes, printedBytes } = await reply(mock);
    if (printedBytes !== sizeBytes)
      throw new Error(`${String(printedBytes)} of ${sizeBytes} bytes were printed`);
    return {
      sdkBytes: Number(sdkBytes),
      sdkBuffersBytes: Number(sdkBuffersBytes),
      mockBytes: Number(mockBytes),
    };
  } finally {
    for (const child of children) child.kill();
  }
}

async function reply(child: ChildProcess): Promise<Record<string, unknown>> {
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the measured process ended with ${String(code)}`)),
  );
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [Record<string, unknown>];
  return message;
}
