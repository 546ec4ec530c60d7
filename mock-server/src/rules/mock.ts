import { rules } from './rule.js';

/** The rules by which only a mock refuses. */
export const MOCK_RULES = rules('refusal', 'mock', {
  'proxy-refused': {
    v1: { status: 502, code: 'proxy-refused' },
    v2: { status: 502, code: 'proxy-refused' },
    sentence:
      "A call through the mock as a proxy must go to Epson's names, to the mock, or to a relayed host.",
    remedy: 'Relay the host with --relay, or exclude it with NO_PROXY.',
    isMistake: false,
    isOfOtherHosts: true,
  },
  fault: {
    sentence: 'The call met a fault that was asked for; the call itself may be right.',
    remedy: 'Let the program handle the fault, or remove it.',
    isMistake: false,
  },
  'storage-failed': {
    sentence: 'The folder of the mock must be writable.',
    remedy: 'Look at the space and the permissions of the folder, and call again.',
    isMistake: false,
    mendedBy: null,
  },
  internal: {
    sentence: 'The mock failed; the call itself may be right.',
    remedy: 'Report the failure as a bug of the mock, with the hint and the call.',
    isMistake: false,
  },
});

/** Events that came to no operation and are reported all the same. */
export const EVENTS = rules('event', 'mock', {
  'connection-lost': {
    sentence: 'The client must wait for the answer before it ends the connection.',
    remedy: 'Give the call more time, and read the answer.',
    mendedBy: null,
  },
  'request-malformed': {
    sentence: 'A request must be HTTP, with headers of at most 16 KiB, and must come in time.',
    remedy: 'Call the right port with the right scheme, and send the headers at once.',
  },
  'body-stalled': {
    sentence: 'A body must not pause before it is complete.',
    remedy: 'Send the body without long pauses, with its Content-Length.',
    mendedBy: null,
  },
  'answer-not-taken': {
    sentence: 'The client must read the answer.',
    remedy: 'Read each answer to its end, or close the connection.',
    mendedBy: null,
  },
  'relay-failed': {
    sentence: 'A host that the mock relays must be reachable.',
    remedy: 'Check that the host runs and that its name is right.',
    isMistake: false,
    isOfOtherHosts: true,
  },
  'storage-damaged': {
    sentence: 'The files in the folder of the mock must be as they were written.',
    remedy: 'Restore the folder, or begin with an empty one.',
  },
  'storage-open': {
    sentence: 'The folder of the mock must be accessible to its owner only.',
    remedy: 'Take the permissions from other users.',
  },
  'execute-missing': {
    sentence: 'A job that has its file must be executed or cancelled before the command of `run` ends.',
    remedy: 'Execute the job when the upload has answered 200.',
  },
  'connection-limit': {
    sentence: 'The number of connections must not exceed the limit of the mock.',
    remedy: 'Close connections that are not needed, or raise the limit.',
  },
});
