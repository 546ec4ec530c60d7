import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { ClientV2, JOB, outcomeOf } from '../../support/mock/client-v2.js';

interface PaperType {
  readonly paperType: string;
  readonly borderless: boolean;
  readonly paperSources: readonly string[];
  readonly printQualities: readonly string[];
  readonly doubleSided: boolean;
}
type PaperSizes = readonly { readonly paperSize: string; readonly paperTypes: readonly PaperType[] }[];

const paperOf = (sizes: PaperSizes, size: string, type: string) =>
  sizes.find(({ paperSize }) => paperSize === size)?.paperTypes.find(({ paperType }) => paperType === type);

/** Describes the device, what it can do, and its default settings. */
export function describeDevice(contract: Contract): void {
  const capability = async (client: ClientV2, token: string, mode: string): Promise<PaperSizes> => {
    const answer = client.call(token, 'get', `/printing/capability/${mode}`).expect(200);
    return (await contract.check('getCapability', answer)).body.paperSizes;
  };

  describe('getDevice', () => {
    it('tells name, serial number, display and connection, and nothing that is an ID', async () => {
      const client = new ClientV2({
        printers: [{ email: 'a@print.epsonconnect.com', name: 'Office', serialNo: 'X0YZ000001' }],
      });
      const token = await client.deviceToken();
      const read = () => contract.check('getDevice', client.call(token, 'get', '/printing/devices/info'));
      const device = { productName: 'Office', serialNumber: 'X0YZ000001', multiByteDisplay: true };
      expect((await read()).body).toEqual({ ...device, connected: true });
      client.host.control.printer().setOnline(false);
      expect((await read()).body).toEqual({ ...device, connected: false });
    });
  });

  describe('getCapability', () => {
    it('tells what the default printer can do in each print mode', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      const [document, photo] = [
        await capability(client, token, 'document'),
        await capability(client, token, 'photo'),
      ];
      const plain = paperOf(document, 'ps_a4', 'pt_plainpaper');
      expect(plain?.paperSources).toEqual(expect.arrayContaining(['auto', 'rear', 'front1']));
      expect(plain).toMatchObject({ borderless: false, doubleSided: true });
      const glossy = paperOf(photo, 'ps_kg', 'pt_photopaper');
      expect(glossy).toMatchObject({ borderless: true, doubleSided: false });
      expect(glossy?.paperSources).toContain('rear');
      expect(paperOf(document, 'ps_letter', 'pt_plainpaper')).toBeDefined();
      expect(JSON.stringify([document, photo])).not.toContain('roll');
    });

    it.each(['Document', 'documents', 'default2', 'scan'])('refuses the print mode %s', async (mode) => {
      const client = new ClientV2();
      const answer = client.call(await client.deviceToken(), 'get', `/printing/capability/${mode}`);
      expect(outcomeOf(await contract.check('getCapability', answer))).toEqual([
        400,
        'invalid_resource',
        'capability-mode-unknown',
      ]);
    });

    it.each(['everything', 'mono-laser', 'photo'] as const)('tells that of the preset %s', async (preset) => {
      const client = new ClientV2({ printers: [{ email: 'a@print.epsonconnect.com', capability: preset }] });
      const token = await client.deviceToken();
      const sizes = await capability(client, token, 'photo');
      expect(paperOf(sizes, 'ps_kg', 'pt_roll') !== undefined).toBe(preset === 'everything');
      // Jobs with listed values are taken.
      for (const { paperSize, paperTypes } of sizes.slice(0, 3))
        for (const type of paperTypes) {
          const printSettings = {
            ...{ paperSize, paperType: type.paperType, borderless: type.borderless },
            ...{ printQuality: type.printQualities.at(-1), paperSource: type.paperSources.at(-1) },
            ...{ colorMode: 'mono', doubleSided: type.doubleSided ? 'long' : 'none' },
          };
          const job = { ...JOB, printMode: 'photo', printSettings };
          await contract.check('createPrintJob', client.createJob(token, job).expect(201));
        }
    });
  });

  describe('getDefaultSettings', () => {
    it.each(['office', 'photo', 'mono-laser', 'everything'] as const)(
      'tells all ten members, which create takes as they are: %s',
      async (preset) => {
        const client = new ClientV2({
          pace: 'instant',
          printers: [{ email: 'a@print.epsonconnect.com', capability: preset }],
        });
        const token = await client.deviceToken();
        const { body } = await contract.check(
          'getDefaultSettings',
          client.call(token, 'get', '/printing/capability/default').expect(200),
        );
        expect(Object.keys(body.printSettings)).toHaveLength(10);
        expect(body.printSettings).toMatchObject({
          paperSize: 'ps_a4',
          doubleSided: 'none',
          copies: 1,
          reverseOrder: false,
          collate: true,
        });
        const id = await client.executedJob(token, { ...JOB, ...body });
        expect(client.host.control.jobs()).toMatchObject([
          { id, status: 'completed', print_setting: body.printSettings },
        ]);
      },
    );
  });
}
