import type { Ledger } from './ledger.js';

/** What no single call shows: jobs that stopped half-way, and a token for every print. */
export function remarksOn(ledger: Ledger): string[] {
  const created = ledger.jobs.filter(({ id, isCancelled }) => id !== undefined && !isCancelled);
  const waiting = created.filter(({ steps }) => steps.upload.isDone && !steps.execute.isDone).length;
  const empty = created.filter(({ steps }) => !steps.upload.isDone && !steps.execute.isDone).length;
  const executed = created.filter(({ steps }) => steps.execute.isDone).length;
  const grants = ledger.passwordGrants;
  const isPerPrint = executed > 1 && grants >= executed;
  return [
    ...(waiting === 0 ? [] : [`${jobs(waiting)} given a file and never executed: nothing of it was printed.`]),
    ...(empty === 0 ? [] : [`${jobs(empty)} created and never given a file.`]),
    ...(isPerPrint
      ? [
          `The program authenticated ${grants} times for ${executed} jobs: a token is good for an hour, so keep it and authenticate once.`,
        ]
      : []),
  ];
}

function jobs(count: number): string {
  return count === 1 ? 'One job was' : `${count} jobs were`;
}

/** Why a program can have run without reaching the mock. */
export function whyNothingCame(): string[] {
  return [
    'Nothing reached the mock: the command made no call to Epson Connect, or it went somewhere else, perhaps to the host itself. It may be that',
    '- it did not come as far as printing, or ended before;',
    '- its HTTP library does not heed HTTPS_PROXY (Python: aiohttp needs trust_env=True; Java: Apache HttpClient needs useSystemProperties()), or the program sets a proxy of its own;',
    '- it connects to an IP address, or to a name that is not api.epsonconnect.com; has it a setting for the host, such as EPSON_CONNECT_API_BASE_URL?',
    '- it has a trust store of its own, and ended the connection when it saw the certificate of the mock;',
    '- it runs its requests in another process that was there before, in a container, or with an environment of its own.',
  ];
}
