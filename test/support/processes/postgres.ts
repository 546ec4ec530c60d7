import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
// @ts-expect-error pg brings no types of its own: install @types/pg, or do without as here
import pg from 'pg';
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

/** A server of a test. */
interface Server {
  /** The folder of its socket, which is its host. */
  readonly folder: string;
  /** Ends it at once, as a crash does. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL with an empty database, which goes with the test. */
async function startPostgres(programs: string): Promise<Server> {
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
  const stop = async () => {
    server.kill('SIGQUIT');
    await ended;
  };
  onTestFinished(stop);
  let said = '';
  for await (const chunk of server.stderr) {
    said += String(chunk);
    if (said.includes('database system is ready to accept connections')) {
      server.stderr.resume();
      return { folder, stop };
    }
  }
  throw new Error(`PostgreSQL did not start: ${said}`);
}

/** A pool of connections, as far as tests use it. */
interface Pool {
  query(sql: string, values?: unknown[]): Promise<{ rows: Readonly<Record<string, unknown>>[] }>;
  end(): Promise<void>;
  on(event: 'error', listener: () => void): void;
}

const MIGRATION = new URL('../../../sdk/examples/postgres/migration.sql', import.meta.url);

/** Opens a pool on a database, which ends with the test. @param more options of the pool */
export function openPool(folder: string, more: object = {}): Pool {
  const { Pool } = pg as { Pool: new (options: object) => Pool };
  const pool = new Pool({ host: folder, user: 'test', database: 'postgres', ...more });
  // Connections that wait in the pool break when a test stops the server.
  pool.on('error', () => {});
  onTestFinished(() => pool.end());
  return pool;
}

/** Starts a database with the tables of the example, which goes with the test. */
export async function startDatabase() {
  const server = await startPostgres(postgresFolder ?? '');
  const pool = openPool(server.folder);
  await pool.query(readFileSync(MIGRATION, 'utf8'));
  return { ...server, pool };
}
