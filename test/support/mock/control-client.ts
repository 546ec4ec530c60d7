import { Clock, type MockHostOptions } from 'epson-connect-mock';
import request, { type Response } from 'supertest';
import { newClient, type Client } from './client.js';
import { ClientV2 } from './client-v2.js';
import type { Contract } from '../description/contract.js';

/** An app that a test lets in. */
export const OTHER_APP = {
  client_id: 'b'.repeat(32),
  client_secret: 's'.repeat(86),
  api_key: 'k'.repeat(40),
  redirect_uris: ['https://shop.example/callback'],
};

/** Carries out an operation of the control API; parameters that are not in its path go into the query. */
export type Order = (
  operationId: string,
  params?: Record<string, string>,
  body?: object | string,
) => Promise<Response>;

export interface ControlClient {
  readonly client: Client;
  readonly order: Order;
}

/** A client and its control over HTTP; each answer is held to the description. */
export function controlClient(contract: Contract, options: MockHostOptions = {}): ControlClient {
  const client = newClient({ pace: 'instant', clock: new Clock(() => Date.UTC(2026, 0, 1)), ...options });
  const order: Order = (operationId, params = {}, body) => {
    const { path, method } = contract.operation(operationId);
    const used = new Set<string>();
    const url = path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => (used.add(name), encodeURIComponent(params[name] ?? '')),
    );
    const query = Object.fromEntries(Object.entries(params).filter(([name]) => !used.has(name)));
    const test = request(client.host.app)[method as 'post'](url).query(query);
    return contract.check(
      operationId,
      body === undefined ? test : test.set('Content-Type', 'application/json').send(body),
    );
  };
  return { client, order };
}

/** A device token without a browser. */
export async function deviceOf({ client, order }: ControlClient, asked: object = {}) {
  const { code } = (await order('issueCode', {}, asked)).body as { code: string };
  const device = new ClientV2(client.host);
  return {
    device,
    token: await device.accessToken(code),
  };
}
