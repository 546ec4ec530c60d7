// Answers `GET /health` for Docker, Kubernetes and load balancers.
import { createServer, type Server } from 'node:http';
import type { PrintWorker } from './worker.js';

/** The time after which Redis counts as lost. */
const PATIENCE_MS = 2_000;

/** Starts a server that answers 200 while the worker takes documents, and 503 when it stops or Redis does not answer. */
export function serveHealth(worker: PrintWorker, port: number, host = '0.0.0.0'): Server {
  const server = createServer((request, response) => {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('Redis does not answer')), PATIENCE_MS).unref();
    });
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (request.url !== '/health') return void answer(404, {});
    Promise.race([worker.health(), late]).then(
      ({ isHealthy, counts }) => answer(isHealthy ? 200 : 503, counts),
      (error: Error) => answer(503, { error: error.message }),
    );
  });
  return server.listen(port, host);
}
