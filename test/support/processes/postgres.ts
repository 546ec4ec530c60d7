import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
// @ts-expect-error pg brings no types of its own: install @types/pg, or do without as here
import pg from 'pg';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

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
  /** Starts it again, with what it has kept. */
  start(): Promise<void>;
}

/** Registers what is done when a test is over. */
type AtEnd = (work: () => Promise<void> | void) => void;

/** Starts PostgreSQL with an empty database. */
async function startPostgres(programs: string, atEnd: AtEnd): Promise<Server> {
  const user = otherUser();
  // Short, because the path of a socket is; and open to the user that the database runs as.
  const folder = mkdtempSync('/tmp/ec-sql-');
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const options = { cwd: folder, ...user, env: { ...process.env, HOME: folder, LC_ALL: 'C' } };
  const quick = ['--no-sync', '--auth=trust', '--username=test', '--encoding=UTF8'];
  execFileSync(join(programs, 'initdb'), [...quick, '--pgdata', data], { ...options, stdio: 'ignore' });
  const args = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'];
  let running: { server: ChildProcess; ended: Promise<unknown> } | undefined;
  const stop = async () => {
    running?.server.kill('SIGQUIT');
    await running?.ended;
  };
  atEnd(stop);
  const start = async () => {
    const server = spawn(join(programs, 'postgres'), args, {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    running = { server, ended: once(server, 'exit') };
    let said = '';
    for await (const chunk of server.stderr) {
      said += String(chunk);
      if (!said.includes('database system is ready to accept connections')) continue;
      server.stderr.resume();
      return;
    }
    throw new Error(`PostgreSQL did not start: ${said}`);
  };
  await start();
  return { folder, stop, start };
}

/** A pool of connections, as far as tests use it. */
interface Pool {
  query(sql: string, values?: unknown[]): Promise<{ rows: Readonly<Record<string, unknown>>[] }>;
  end(): Promise<void>;
  on(event: 'error', listener: () => void): void;
}

const MIGRATION = new URL('../../../sdk/examples/postgres/migration.sql', import.meta.url);

/** Opens a pool on a database, which ends with the test. @param more options of the pool */
export function openPool(folder: string, more: object = {}, atEnd: AtEnd = onTestFinished): Pool {
  const { Pool } = pg as { Pool: new (options: object) => Pool };
  const pool = new Pool({ host: folder, user: 'test', database: 'postgres', ...more });
  // Connections that wait in the pool break when a test stops the server.
  pool.on('error', () => {});
  atEnd(() => pool.end());
  return pool;
}

/** Starts a database with the tables of the example, which goes with the test. */
export async function startDatabase(atEnd: AtEnd = onTestFinished) {
  const server = await startPostgres(postgresFolder ?? '', atEnd);
  const pool = openPool(server.folder, {}, atEnd);
  await pool.query(readFileSync(MIGRATION, 'utf8'));
  return { ...server, pool };
}

/** Starts one database for all tests of a file. @returns gives it to a test, with empty tables */
export function useDatabase() {
  let database: Awaited<ReturnType<typeof startDatabase>>;
  const ends: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    if (postgresFolder !== undefined) database = await startDatabase((work) => void ends.unshift(work));
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });
  return async () => {
    await database.pool.query('TRUNCATE epson_tokens, epson_prints, epson_call_limits');
    return database;
  };
}

/** Opens a pool that sees another time than the clock's. @returns it, and a function that sets the time */
export async function onVirtualTime(folder: string) {
  const pool = openPool(folder, { options: '-c search_path=virtual,public,pg_catalog' });
  // A function of this schema comes before that of the same name that the system has.
  await pool.query(`
    CREATE SCHEMA IF NOT EXISTS virtual;
    CREATE TABLE IF NOT EXISTS virtual.clock (at_ms numeric);
    TRUNCATE virtual.clock;
    INSERT INTO virtual.clock VALUES (0);
    CREATE OR REPLACE FUNCTION virtual.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
      'SELECT to_timestamp(at_ms / 1000) FROM virtual.clock'`);
  return { pool, set: (ms: number) => pool.query('UPDATE virtual.clock SET at_ms = $1', [ms]) };
}
