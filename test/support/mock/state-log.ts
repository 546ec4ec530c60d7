import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** Rewrites the lines of the state log of a folder, as JSON, with their right checksums. */
export function rewriteStateLog(folder: string, change: (lines: string[]) => string[]): void {
  const path = join(folder, 'state.log');
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const changed = change(lines.map((line) => line.slice(9)));
  writeFileSync(
    path,
    changed.map((json) => `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`).join(''),
  );
}
