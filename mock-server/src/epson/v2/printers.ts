import type { Request } from 'express';
import { printModeValues, type components } from '../../generated/epson-connect-v2.js';
import { sendJson } from '../../http/send.js';
import type { ModeCapability } from '../domain/capability.js';
import { defaultSettingsOf } from '../domain/fit.js';
import type { Host } from '../domain/worlds.js';
import { readOneOf } from '../requests/body.js';
import type { CallResponse } from '../requests/identify.js';
import { verifyDevice } from './caller.js';
import { paperSizeWord, paperTypeWord, settingWords } from './words.js';

type Schemas = components['schemas'];

/** Tells the printer's name, and whether it is connected. */
export function getDevice(host: Host) {
  return (request: Request, response: CallResponse): void => {
    const { printer } = verifyDevice(host, request, response);
    const answer: Schemas['Device'] = {
      productName: printer.name,
      serialNumber: printer.serialNo,
      multiByteDisplay: printer.multiByteDisplay,
      connected: printer.isOnline,
    };
    sendJson(response, 200, answer);
  };
}

/** Tells what the printer can do in a print mode. */
export function getCapability(host: Host) {
  return (request: Request<{ printMode: string }>, response: CallResponse): void => {
    const { printer } = verifyDevice(host, request, response);
    const mode = readOneOf(request.params, 'printMode', 'capability-mode-unknown', printModeValues);
    sendJson(response, 200, capabilityAnswer(printer.capabilities[mode]));
  };
}

/** Tells the settings of a job that asks for none; they are taken back as they are. */
export function getDefaultSettings(host: Host) {
  return (request: Request, response: CallResponse): void => {
    const { printer } = verifyDevice(host, request, response);
    const answer: Schemas['DefaultSettings'] = {
      printSettings: settingWords(defaultSettingsOf(printer.capabilities.document)),
    };
    sendJson(response, 200, answer);
  };
}

/** The answers, which are made once. */
const ANSWERS = new WeakMap<ModeCapability, Schemas['Capability']>();

/** Returns what a printer can do as version 2 answers it. */
export function capabilityAnswer(capability: ModeCapability): Schemas['Capability'] {
  const known = ANSWERS.get(capability);
  if (known !== undefined) return known;
  const answer: Schemas['Capability'] = {
    colorModes: [...capability.colorModes],
    resolutions: [...capability.resolutions],
    paperSizes: capability.sizes.map(({ size, papers }) => ({
      paperSize: paperSizeWord(size),
      paperTypes: papers.map(({ type, borderless, sources, qualities, isDuplex }) => ({
        paperType: paperTypeWord(type),
        borderless,
        paperSources: [...sources],
        printQualities: [...qualities],
        doubleSided: isDuplex,
      })),
    })),
  };
  ANSWERS.set(capability, answer);
  return answer;
}
