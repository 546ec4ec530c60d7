import { ACCOUNT } from '../epson/domain/accounts.js';
import { CONSENTS } from '../epson/domain/consent-requests.js';
import { sendJson } from '../http/send.js';
import { Refusal } from '../rules/refusal.js';
import { members, oneOf } from '../text/check.js';
import { CODE_REQUEST, giveCode } from './authorization-control.js';
import { readCommand, type Command } from './inputs.js';
import { ControlRefusal } from './refusal.js';

export function listAccounts({ control, response }: Command): void {
  sendJson(response, 200, { accounts: control.accounts() });
}

export async function seedAccount({ control, request, response }: Command): Promise<void> {
  const account = await readCommand(request, response, ACCOUNT);
  const find = () =>
    control.accounts().find(({ email }) => email.toLowerCase() === account.email.toLowerCase());
  if (find() !== undefined)
    throw new ControlRefusal(409, 'account-taken', `There is an account ${account.email} already.`);
  control.seedAccount(account);
  sendJson(response, 201, find() ?? {});
}

export function getConsent({ control, response }: Command): void {
  sendJson(response, 200, { consent: control.consent });
}

const CONSENT = members('member', { consent: oneOf(CONSENTS) }, {});

export async function setConsent(command: Command): Promise<void> {
  const { control, request, response } = command;
  control.setConsent((await readCommand(request, response, CONSENT)).consent);
  getConsent(command);
}

/** Hands out an authorization code without a browser. */
export async function issueCode({ context, clientId, request, response }: Command): Promise<void> {
  const asked = await readCommand(request, response, CODE_REQUEST);
  try {
    sendJson(response, 200, giveCode(context.host, clientId, asked));
  } catch (error) {
    if (error instanceof Refusal) throw new ControlRefusal(400, error.rule, error.hint);
    throw error;
  }
}
