import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The command as it is built: it starts in less than half the time that it takes from its sources. */
export interface BuiltCommand {
  /** A file for Node. */
  readonly path: string;
  remove(): Promise<void>;
}

/** Builds the command from its sources as they are, beside them, where it finds its packages. */
export async function buildCommand(): Promise<BuiltCommand> {
  const mockServer = fileURLToPath(new URL('../../../mock-server/', import.meta.url));
  const sources = await readdir(join(mockServer, 'src'), { recursive: true });
  const outdir = await mkdtemp(join(mockServer, '.built-'));
  await build({
    entryPoints: sources
      .filter((name) => /(?<!\.test)\.ts$/.test(name))
      .map((name) => join(mockServer, 'src', name)),
    outdir,
    outbase: join(mockServer, 'src'),
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  return { path: join(outdir, 'cli/bin.js'), remove: () => rm(outdir, { recursive: true, force: true }) };
}
