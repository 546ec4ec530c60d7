import type { components } from '../generated/mock-control.js';
import { TROUBLES, type Printer, type Trouble } from '../epson/domain/printers.js';
import type { World } from '../epson/domain/world.js';
import * as v from 'valibot';
import { check, oneOf } from '../text/check.js';
import { deliverScan, type ScanDelivery, type ScannedFile } from '../epson/webhooks/scan.js';

/** Control of a printer, beyond what the API offers. Throws a RangeError for unknown values. */
export interface PrinterControl {
  /** Sets it online or offline. Jobs for a printer that is offline wait. */
  setOnline(isOnline: boolean): void;
  /** Stops it with a paper jam, out of paper, out of ink or for another reason; `null` repairs it. */
  setTrouble(trouble: Trouble | null): void;
  /** Allows or forbids printing through the API, as its owner can. */
  setRemotePrinting(isAllowed: boolean): void;
  /**
   * Scans: sends the files to every destination of the type `url`.
   *
   * @example await host.control.printer().scan([{ name: 'scan.pdf', contentType: 'application/pdf', bytes }]);
   */
  scan(files: readonly ScannedFile[]): Promise<ScanDelivery[]>;
}

export function createPrinterControl(world: World, printer: Printer): PrinterControl {
  return {
    setOnline: (isOnline) => world.setOnline(printer, check(v.boolean(), isOnline, 'online')),
    setTrouble: (trouble) =>
      world.setTrouble(printer, check(v.nullable(oneOf(TROUBLES)), trouble, 'trouble')),
    setRemotePrinting: (isAllowed) =>
      world.printers.change(printer, { remotePrinting: check(v.boolean(), isAllowed, 'remotePrinting') }),
    scan: (files) => deliverScan(printer, files),
  };
}

/** A printer as the control API shows it. */
export type PrinterView = components['schemas']['Printer'];

export function viewPrinter(world: World, printer: Printer): PrinterView {
  return {
    email: printer.email,
    name: printer.name,
    serial_no: printer.serialNo,
    multi_byte_display: printer.multiByteDisplay,
    device_id: printer.deviceId,
    online: printer.isOnline,
    remote_printing: printer.remotePrinting,
    trouble: printer.trouble,
    waiting_jobs: world.jobs.waitingOn(printer),
  };
}
