import { PACES, type PaceName } from '../../epson/domain/pace.js';
import { assume } from '../assumptions.js';
import { fault } from '../faults.js';
import { bytes, countOrOff } from '../quantities.js';
import { setting, type SettingTable } from '../setting.js';
import { list, onOff, words } from '../value-type.js';

/** The behaviour of the emulated host. */
export const BEHAVIOUR = {
  pace: setting<PaceName>({
    type: words('NAME', Object.keys(PACES) as PaceName[]),
    group: 'Behaviour',
    preset: 'fast',
    help: 'The duration of a job: instant, fast (two seconds) or real (by pages per minute).',
  }),
  'calls-per-minute': setting({
    type: countOrOff,
    formerly: 'call-limit',
    group: 'Behaviour',
    preset: 100,
    help: 'Calls that a client may make in a minute by version 1; off removes the limit.',
  }),
  'calls-per-minute-v2': setting({
    type: countOrOff,
    group: 'Behaviour',
    preset: Number.POSITIVE_INFINITY,
    help: 'Calls that an app may make in a minute by version 2, for which Epson names no limit.',
  }),
  'limit-bytes-document': setting({
    type: bytes,
    formerly: 'document-limit',
    group: 'Behaviour',
    otherwise: '20 MB',
    help: 'The largest file of version 1 in print mode document; 20MiB is accepted, too.',
  }),
  'limit-bytes-photo': setting({
    type: bytes,
    formerly: 'photo-limit',
    group: 'Behaviour',
    otherwise: '10 MB',
    help: 'The largest file of version 1 in print mode photo.',
  }),
  'limit-bytes-v2': setting({
    type: bytes,
    group: 'Behaviour',
    otherwise: '20 MB',
    help: 'The largest file of version 2.',
  }),
  assume: setting({
    type: assume,
    group: 'Behaviour',
    preset: {},
    help: 'How the host behaves where Epson does not document it: see the assumptions.',
  }),
  faults: setting({
    type: list(fault),
    formerly: 'fault',
    group: 'Behaviour',
    preset: [],
    help: 'A fault, in the form of POST /_mock/api/faults.',
  }),
  strict: setting({
    type: onOff,
    group: 'Behaviour',
    preset: false,
    help: 'Refuse what the description does not allow: unknown members, undocumented content types.',
  }),
} satisfies SettingTable;
