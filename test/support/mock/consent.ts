import type { EpsonConnectV2 } from 'epson-connect-sdk/v2';

/** Goes the way of a person's browser: opens the page, which consents at once, and returns where it is sent back to. */
export async function consent(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  return response.headers.get('location') ?? `status ${response.status}`;
}

/** Connects the printer of a client. */
export async function connect(epson: EpsonConnectV2): Promise<void> {
  const { url, ...kept } = await epson.authorizationUrl();
  await epson.authorize(await consent(url), kept);
}
