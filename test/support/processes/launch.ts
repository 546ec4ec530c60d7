import { existsSync } from 'node:fs';
import { chromium as playwright, type Browser } from 'playwright-core';

/** The windows in which a page is looked at. */
export const WINDOWS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [
    { width: 1280, height: 900 },
    { width: 390, height: 844 },
  ].map((viewport) => ({ colorScheme, viewport })),
);

/** Starts the browser of this machine without a window. @throws Error if there is none */
export async function launchChromium(): Promise<Browser> {
  const executablePath = ['/usr/bin', '/usr/local/bin']
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `${folder}/${name}`))
    .find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('there is no Chromium in /usr/bin or /usr/local/bin');
  // Its sandbox does not start for the super-user.
  return playwright.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}
