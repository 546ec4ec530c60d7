import type { Client } from './calls.js';
import { CLIENT_ID, DOCUMENT, uploadCall, type Call } from './calls.js';

/** The app that a mock has unless it is given one. */
const SECRET = `mock-secret_${CLIENT_ID}${CLIENT_ID}0123456789`;
const API_KEY = '0123456789abcdefghij'.repeat(2);
const REDIRECT_URI = 'http://127.0.0.1:8381/callback';
const BASIC = `Basic ${Buffer.from(`${CLIENT_ID}:${SECRET}`).toString('base64')}`;

/** The tokens of a printer. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

const form = (fields: Record<string, string>): Call => ({
  method: 'POST',
  path: '/auth/token',
  headers: { Authorization: BASIC, 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

/** Replaces a refresh token. */
export const refreshCall = (refreshToken: string): Call =>
  form({ grant_type: 'refresh_token', refresh_token: refreshToken });

const headersOf = (token: string) => ({ Authorization: `Bearer ${token}`, 'x-api-key': API_KEY });

/** Step 2. */
export const createCallV2 = (token: string): Call => ({
  method: 'POST',
  path: '/api/2/printing/jobs',
  headers: { ...headersOf(token), 'Content-Type': 'application/json' },
  body: '{"jobName":"SampleJob1","printMode":"document"}',
});

/** Step 4. */
export const executeCallV2 = (token: string, jobId: string): Call => ({
  method: 'POST',
  path: `/api/2/printing/jobs/${jobId}/print`,
  headers: headersOf(token),
});

/** Tokens by a code, which the control API of the mock hands out; the plain servers answer it like a token. */
export async function authorize(client: Client): Promise<Tokens> {
  const issued = await client.send({
    method: 'POST',
    path: '/_mock/api/authorize',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  });
  const { code } = JSON.parse(issued) as { code?: string };
  const exchange = { grant_type: 'authorization_code', code: code ?? '', redirect_uri: REDIRECT_URI };
  return JSON.parse(await client.send(form(exchange))) as Tokens;
}

/** Creates a job that has its file. @returns its execute call */
export async function uploadedCall(client: Client, token: string): Promise<Call> {
  const created = await client.send(createCallV2(token));
  const { jobId, uploadUri } = JSON.parse(created) as { jobId: string; uploadUri: string };
  await client.send(uploadCall(uploadUri, DOCUMENT));
  return executeCallV2(token, jobId);
}
