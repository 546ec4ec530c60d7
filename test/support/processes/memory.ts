import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RunningMockHost, StartOptions } from 'epson-connect-mock';

/** The rise of memory of each process above its value before the document, in bytes. */
export interface MemoryGrowth {
  readonly sdkBytes: number;
  /** The buffers of the SDK. */
  readonly sdkBuffersBytes: number;
  readonly mockBytes: number;
}

const EXEC_ARGV = ['--expose-gc', '--import', 'tsx', '--conditions=epson-connect-kit:source'];
/** The folder in which the loader of EXEC_ARGV is found. */
const HERE = fileURLToPath(new URL('../..', import.meta.url));
const SAMPLE = new URL('../../../openapi/examples/sample.pdf', import.meta.url);
const program = (name: string) => fileURLToPath(new URL(`../../bench/${name}`, import.meta.url));

/**
 * Prints a document of the given size, the SDK and the mock each in a process of its own.
 *
 * @param isCollected counts only memory of the SDK that is in use, without its garbage
 */
export async function measureMemory(
  folder: string,
  sizeBytes: number,
  version: 1 | 2 = 1,
  isCollected = false,
): Promise<MemoryGrowth> {
  const file = `${folder}/document.pdf`;
  // Version 2 refuses a PDF without its end.
  const sample = await readFile(SAMPLE);
  await writeFile(file, '%PDF-1.4\n');
  await truncate(file, sizeBytes - sample.length);
  await appendFile(file, sample);
  const mock = await startMeasured({
    dataDir: `${folder}/data`,
    limitBytes: { document: sizeBytes, v2: sizeBytes },
    consent: 'auto',
  });
  const { url, credentials, credentialsV2 } = mock;
  const sdk = start('memory-sdk.ts', { url, version, credentials, credentialsV2, file });
  try {
    await reply(sdk);
    await mock.watch();
    sdk.send(isCollected);
    const { growthBytes: sdkBytes, buffersBytes: sdkBuffersBytes } = await reply(sdk);
    const { growthBytes: mockBytes, printedBytes } = await mock.risen();
    if (printedBytes !== sizeBytes)
      throw new Error(`${String(printedBytes)} of ${sizeBytes} bytes were printed`);
    return { sdkBytes: Number(sdkBytes), sdkBuffersBytes: Number(sdkBuffersBytes), mockBytes };
  } finally {
    sdk.kill();
    mock.kill();
  }
}

/** A host in a process of its own, whose memory can be measured. */
export interface MeasuredHost extends Pick<
  RunningMockHost,
  'url' | 'https' | 'credentials' | 'credentialsV2'
> {
  /** From now on: what a first print loads and compiles is not what a document costs. */
  watch(): Promise<void>;
  /** Returns the rise of its memory since it was watched, and the size of its last print; once. */
  risen(): Promise<{ growthBytes: number; printedBytes?: number }>;
  kill(): void;
}

/** Starts a host in a process of its own; whoever starts it ends it. */
export async function startMeasured(options: StartOptions): Promise<MeasuredHost> {
  const mock = start('memory-mock.ts', options);
  const told = async <T>() => (await reply(mock)) as unknown as T;
  const host = await told<RunningMockHost>();
  return {
    ...host,
    watch: async () => {
      mock.send('begin');
      await reply(mock);
    },
    risen: () => {
      mock.send('end');
      return told();
    },
    kill: () => void mock.kill(),
  };
}

/** A host in a process of its own, and what it holds. */
export interface WeighedHost {
  readonly url: string;
  /** Returns the bytes that it holds when all garbage is collected. */
  heldBytes(): Promise<number>;
  kill(): void;
}

/** Starts a host that can be weighed; whoever starts it ends it. */
export async function startWeighed(options: StartOptions): Promise<WeighedHost> {
  const mock = start('heap-mock.ts', options);
  const { url } = await reply(mock);
  return {
    url: String(url),
    heldBytes: async () => {
      mock.send('weigh');
      return Number((await reply(mock))['heldBytes']);
    },
    kill: () => void mock.kill(),
  };
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
