import type { MockHostOptions } from '../../config/options.js';
import type { ReportScene } from '../report-scene.js';

export const MAIL = { alias_name: 'Inbox', type: 'mail', destination: 'me@example.com' };

/** The rule that is broken, how, and the options of the host. The last call is the one that breaks it. */
export type Mistake = readonly [
  rule: string,
  make: (scene: ReportScene) => Promise<unknown>,
  options?: MockHostOptions,
];
