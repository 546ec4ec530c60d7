import { Clock, type MockHostOptions } from 'epson-connect-mock';
import type { Response, Test } from 'supertest';
import { expect } from 'vitest';
import type { Contract } from '../description/contract.js';
import { PDF } from './client.js';
import { JOB, newDevice, type ClientV2 } from './client-v2.js';

export const SCHEDULES = '/scheduling/schedules';
export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;
/** One hour after the clock of each test. */
export const SOON = { ...JOB, printDateTime: '202601020400' };

/** The operations on schedules, each held to its description. */
export interface Scheduling {
  readonly client: ClientV2;
  readonly clock: Clock;
  /** Lets time pass, and has a token for afterwards. */
  pass(ms: number): Promise<void>;
  create(body?: object): Promise<Response>;
  reserve(id: string): Promise<Response>;
  /** Returns the ID of a schedule that has its file. */
  uploaded(body?: object, bytes?: Buffer | string): Promise<string>;
  reserved(body?: object): Promise<string>;
  get(id: string): Promise<Response>;
  list(): Promise<unknown[]>;
  remove(id: string): Promise<Response>;
  copy(body: object): Promise<Response>;
  /** A call below the paths of jobs. */
  job(method: 'get' | 'post', path: string): Test;
}

/** A device on a clock that stands at three o'clock, and the operations on schedules. */
export async function scheduling(contract: Contract, options: MockHostOptions = {}): Promise<Scheduling> {
  const clock = new Clock(() => Date.UTC(2026, 0, 2, 3));
  clock.freeze();
  const { client, token: first } = await newDevice({ clock, pace: 'instant', ...options });
  let token = first;
  const call = (operation: string, ...[method, path, body]: ['get' | 'post' | 'delete', string, unknown?]) =>
    contract.check(operation, client.call(token, method, SCHEDULES + path, body));
  const create = (body: object = SOON) => call('createSchedule', 'post', '', body);
  const reserve = (id: string) => call('reserveSchedule', 'post', `/${id}/reserve`);
  const uploaded = async (body?: object, bytes: Buffer | string = PDF): Promise<string> => {
    const { scheduleJobId, uploadUri } = (await create(body)).body;
    await client.upload(uploadUri, undefined, bytes).expect(200);
    return scheduleJobId;
  };
  return {
    client,
    clock,
    pass: async (ms: number) => {
      clock.advance(ms);
      token = await client.deviceToken();
    },
    create,
    reserve,
    uploaded,
    reserved: async (body?: object) => {
      const id = await uploaded(body);
      expect((await reserve(id)).status).toBe(202);
      return id;
    },
    get: (id: string) => call('getSchedule', 'get', `/${id}`),
    list: async () => (await call('listSchedules', 'get', '')).body.schedules,
    remove: (id: string) => call('deleteSchedule', 'delete', `/${id}`),
    copy: (body: object) => call('copySchedule', 'post', '/copy', body),
    job: (method: 'get' | 'post', path: string): Test => client.call(token, method, `/printing/jobs/${path}`),
  };
}
