import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The folder of PostgreSQL's programs; undefined where it is not installed. */
export const postgresFolder = ((): string | undefined => {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map((name) => join(debian, name, 'bin')) : [];
  const folders = [...versions.toReversed(), ...(process.env['PATH'] ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
})();

/** PostgreSQL refuses to run as root. */
function otherUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Starts PostgreSQL with an empty database, which goes with the test. @returns the folder of its socket, which is its host */
export async function startPostgres(programs: string): Promise<string> {
  const user = otherUser();
  // Short, because the path of a socket is; and open to the user that the database runs as.
  const folder = mkdtempSync('/tmp/ec-sql-');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const options = { cwd: folder, ...user, env: { ...process.env, HOME: folder, LC_ALL: 'C' } };
  const quick = ['--no-sync', '--auth=trust', '--username=test', '--encoding=UTF8'];
  execFileSync(join(programs, 'initdb'), [...quick, '--pgdata', data], { ...options, stdio: 'ignore' });
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(server, 'exit');
  onTestFinished(async () => {
    server.kill('SIGQUIT');
    await ended;
  });
  let said = '';
  for await (const chunk of server.stderr) {
    said += String(chunk);
    if (said.includes('database system is ready to accept connections')) {
      server.stderr.resume();
      return folder;
    }
  }
  throw new Error(`PostgreSQL did not start: ${said}`);
}
