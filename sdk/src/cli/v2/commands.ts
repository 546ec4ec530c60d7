import type { EpsonConnectV2 } from '../../v2/index.js';
import type { Command } from '../command.js';
import { wait } from '../job-commands.js';
import { destinations } from './destination-commands.js';
import { cancel, status } from './job-commands.js';
import { login, logout } from './login.js';
import { print } from './print-command.js';
import { capability, device, whoami } from './printer-commands.js';
import { schedule, schedules } from './schedule-commands.js';

/** The commands of version 2 by name, in the order in which help shows them. */
export const commands: Readonly<Record<string, Command<EpsonConnectV2>>> = {
  login,
  print,
  status,
  wait,
  cancel,
  schedule,
  schedules,
  device,
  capability,
  destinations,
  whoami,
  logout,
};
