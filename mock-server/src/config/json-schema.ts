import { defaultOf } from './describe.js';
import { variableOf, type Setting } from './setting.js';
import { toJson } from './value-type.js';
import { FORMER_NAMES } from './former-names.js';
import { SETTINGS } from './settings.js';

/** Returns the JSON Schema of the config file, for editors. */
export function configSchema(): object {
  const properties = Object.entries(SETTINGS as Record<string, Setting<unknown>>).map(
    ([name, setting]): [string, object] => {
      const { type, preset, help } = setting;
      const words = preset === undefined ? defaultOf(setting) : '';
      const description = `${help}${words === '' ? '' : ` Default: ${words}.`} Flag --${name}, variable ${variableOf(name)}.`;
      const described = setting.secret === undefined ? description : `${help} Variable ${variableOf(name)}.`;
      return [
        name,
        {
          description: described,
          ...(preset === undefined ? {} : { default: toJson(type, preset) }),
          ...type.jsonSchema,
        },
      ];
    },
  );
  const former = [...FORMER_NAMES].map(([name, now]): [string, object] => {
    const message = `Renamed to ${now}; the old name works until 1.0.`;
    const use = { allOf: [{ $ref: `#/properties/${now}` }] };
    return [name, { description: message, deprecated: true, deprecationMessage: message, ...use }];
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of epson-connect-mock',
    type: 'object',
    allowComments: true,
    allowTrailingCommas: true,
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries([...properties, ...former]) },
  };
}
