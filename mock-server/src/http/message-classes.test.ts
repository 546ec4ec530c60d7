import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { messageClassesOf } from './message-classes.js';

it('makes requests and answers that keep their prototypes, for each application its own', async () => {
  const apps = [express(), express()];
  for (const app of apps) {
    const before: unknown[] = [];
    const after: unknown[] = [];
    app.use((request, response) => {
      after.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response));
      response.json(request.app === app && response.app === app);
    });
    const server = createServer(messageClassesOf(app), (request, response) => {
      before.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response));
      app(request as express.Request, response as express.Response);
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
    expect(await answer.json()).toBe(true);
    expect(after.map((prototype, at) => prototype === before[at])).toEqual([true, true]);
  }
});
