import type { MockHostOptions } from '../../config/options.js';
import type { ReportScene } from '../report-scene.js';
import type { ReportSceneV2 } from '../report-scene-v2.js';

export const MAIL = { alias_name: 'Inbox', type: 'mail', destination: 'me@example.com' };

/** The rule that is broken, how, and the options of the host. The last call is the one that breaks it. */
export type Mistake = readonly [
  rule: string,
  make: (scene: ReportScene) => Promise<unknown>,
  options?: MockHostOptions,
];

/** The same of version 2. */
export type MistakeV2 = readonly [
  rule: string,
  make: (scene: ReportSceneV2) => Promise<unknown>,
  options?: MockHostOptions,
];
