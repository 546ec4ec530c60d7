// The clients that print: this project's SDK, and what people would use or write instead. Each is made for a base URL
// and gives a function that prints a file.

import { createReadStream, openAsBlob, statSync } from 'node:fs';
import { createRequire } from 'node:module';

const requirePeer = createRequire(new URL('../peers/', import.meta.url));

const clientId = '0123456789abcdef0123456789abcdef';
const clientSecret = clientId + clientId;
const printerEmail = 'mock.printer@print.epsonconnect.com';
const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
const form = `grant_type=password&username=${encodeURIComponent(printerEmail)}&password=`;
const tokenPath = '/api/1/printing/oauth2/auth/token?subject=printer';

async function sdk(baseUrl) {
  const { EpsonConnect } = await import('epson-connect-sdk');
  const { fileDocument } = await import('epson-connect-sdk/node');
  const epson = new EpsonConnect({
    ...{ clientId, clientSecret, printerEmail, baseUrl },
    // The mock is started without a limit on calls, and the others keep no pace.
    callsPerMinute: Number.POSITIVE_INFINITY,
  });
  return async (file) => void (await epson.print(await fileDocument(file)));
}

async function call(url, init) {
  const response = await fetch(url, { method: 'POST', ...init });
  if (!response.ok) throw new Error(`${response.status} of ${url}`);
  return response;
}

/** Four calls of fetch, and no more than has to be looked at. */
async function fetching(baseUrl) {
  const token = await call(baseUrl + tokenPath, {
    headers: { Authorization: basic, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: form,
  });
  const { access_token: accessToken, subject_id: deviceId } = await token.json();
  const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' };
  const jobs = `${baseUrl}/api/1/printing/printers/${deviceId}/jobs`;
  return async (file) => {
    const body = JSON.stringify({ job_name: 'document', print_mode: 'document' });
    const job = await (await call(jobs, { headers, body })).json();
    const uploaded = await call(`${job.upload_uri}&File=1.pdf`, {
      headers: { 'Content-Type': 'application/octet-stream' },
      body: await openAsBlob(file),
    });
    await uploaded.arrayBuffer();
    await (await call(`${jobs}/${job.id}/print`, { headers })).json();
  };
}

const app = {
  clientId,
  clientSecret: `mock-secret_${clientId}${clientId}0123456789`,
  apiKey: '0123456789abcdefghij'.repeat(2),
  redirectUri: 'http://127.0.0.1:8381/callback',
};

/** Goes the way of a person's browser, on a mock that consents at once. */
const consent = async (url) => (await fetch(url, { redirect: 'manual' })).headers.get('location');

async function sdkV2(baseUrl) {
  const { EpsonConnectV2 } = await import('epson-connect-sdk/v2');
  const { fileDocument } = await import('epson-connect-sdk/node');
  const epson = new EpsonConnectV2({ ...app, baseUrl });
  const { url, ...kept } = await epson.authorizationUrl();
  await epson.authorize(await consent(url), kept);
  return async (file) => void (await epson.print(await fileDocument(file)));
}

/** The calls of version 2 by fetch, and no more than has to be looked at. */
async function fetchingV2(baseUrl) {
  const query = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: app.redirectUri,
    scope: 'device',
  };
  const back = new URL(await consent(`${baseUrl}/auth/authorize?${new URLSearchParams(query)}`));
  const answer = await call(`${baseUrl}/auth/token`, {
    headers: { Authorization: `Basic ${btoa(`${clientId}:${app.clientSecret}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code'),
      redirect_uri: app.redirectUri,
    }),
  });
  const { access_token: accessToken } = await answer.json();
  const caller = { Authorization: `Bearer ${accessToken}`, 'x-api-key': app.apiKey };
  const jobs = `${baseUrl}/api/2/printing/jobs`;
  return async (file) => {
    const headers = { ...caller, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ jobName: 'document', printMode: 'document' });
    const job = await (await call(jobs, { headers, body })).json();
    const uploaded = await call(`${job.uploadUri}&File=1.pdf`, {
      headers: { 'Content-Type': 'application/octet-stream' },
      body: await openAsBlob(file),
    });
    await uploaded.arrayBuffer();
    await (await call(`${jobs}/${job.jobId}/print`, { headers: caller })).arrayBuffer();
  };
}

async function axios(baseUrl) {
  const { default: client } = await import(requirePeer.resolve('axios'));
  const { data } = await client.post(baseUrl + tokenPath, form, {
    headers: { Authorization: basic, 'Content-Type': 'application/x-www-form-urlencoded' },
  });
  const headers = { Authorization: `Bearer ${data.access_token}` };
  const jobs = `${baseUrl}/api/1/printing/printers/${data.subject_id}/jobs`;
  return async (file) => {
    const { data: job } = await client.post(
      jobs,
      { job_name: 'document', print_mode: 'document' },
      { headers },
    );
    await client.post(`${job.upload_uri}&File=1.pdf`, createReadStream(file), {
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': statSync(file).size },
    });
    await client.post(`${jobs}/${job.id}/print`, undefined, { headers });
  };
}

/** Its constructor takes a base URL, and its uploads go there too. */
async function epsonConnectJs(baseUrl) {
  const { Client } = requirePeer('epson-connect-js');
  const client = new Client(printerEmail, clientId, clientSecret, baseUrl);
  await client.initialize();
  return async (file) =>
    void (await client.printer.print(file, { job_name: 'document', print_mode: 'document' }));
}

export const clients = {
  sdk,
  fetch: fetching,
  axios,
  'epson-connect-js': epsonConnectJs,
  'sdk, version 2': sdkV2,
  'fetch, version 2': fetchingV2,
};
