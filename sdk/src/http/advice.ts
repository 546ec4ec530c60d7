import type { Step } from '../errors/index.js';
import type { Api } from './api.js';

/**
 * Returns advice by code and status, with the time that the host asks to wait. Never advises to repeat an execute or a
 * reservation whose outcome is unknown.
 */
export function adviceOn(
  api: Api,
  code: string,
  status: number,
  step: Step | undefined,
  retryAfterMs: number | undefined,
): string | undefined {
  const advice = what(api, code, status, step);
  return advice && retryAfterMs ? `${advice} The host asks for ${Math.ceil(retryAfterMs / 1000)} s.` : advice;
}

function what(
  { advice: byWord }: Api,
  code: string,
  status: number,
  step: Step | undefined,
): string | undefined {
  const advice = byWord[`${step?.split('.')[0]} ${code}`] ?? byWord[code];
  if (advice) return advice;
  if (status === 429) return 'Too many calls: wait.';
  if (status === 404 || status === 405) return 'Check baseUrl.';
  const isOpen = (step === 'execute' || step === 'schedules.reserve') && code !== 'service_unavailable';
  return status < 500 || isOpen ? undefined : 'Try again later.';
}
