import type { Command } from './command.js';
import { destinations } from './destination-commands.js';
import { cancel, status, wait } from './job-commands.js';
import { print } from './print-command.js';
import { capability, device, whoami } from './printer-commands.js';

/** All commands by name, in the order in which help shows them. */
export const commands: Readonly<Record<string, Command>> = {
  print,
  status,
  wait,
  cancel,
  device,
  capability,
  destinations,
  whoami,
};
