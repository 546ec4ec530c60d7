// The plugin of Redocly for `x-evidence`: lint rules that its configurable rules cannot express (they see a
// property only after its `$ref` was followed, and cannot tell it from a bare branch of an `anyOf`), and its
// form in the documentation.

import { pathToFileURL } from 'node:url';

/** The words that say what a claim rests on, strongest first. */
const strengths = ['guide', 'specification', 'sample', 'client', 'assumed'];

function wrongEvidence(evidence) {
  if (!Array.isArray(evidence) || evidence.length === 0) return 'must be a list with at least one word';
  const ranks = evidence.map((word) => strengths.indexOf(word));
  if (ranks.includes(-1)) return `knows only the words ${strengths.join(', ')}`;
  if (ranks.some((rank, at) => at > 0 && rank <= ranks[at - 1]))
    return 'names each word once, strongest first';
  return undefined;
}

/** Asks for a key of each named schema and each property, by name or by pattern, beside its `$ref` if it has one. */
function ofEachField(key) {
  const check = (fields, ctx, read) => {
    for (const [name, raw] of Object.entries(fields)) {
      if (read(raw, ctx)?.[key] !== undefined) continue;
      ctx.report({ message: `\`${name}\` has no \`${key}\`.`, location: ctx.location.child([name]).key() });
    }
  };
  return {
    NamedSchemas: (schemas, ctx) => check(schemas, ctx, (raw) => (raw.$ref ? ctx.resolve(raw).node : raw)),
    SchemaProperties: (properties, ctx) => check(properties, ctx, (raw) => raw),
    PatternProperties: (properties, ctx) => check(properties, ctx, (raw) => raw),
  };
}

/** Each schema and each property says what it is. */
const fieldsAreExplained = () => ofEachField('description');

/** Everything that is claimed about Epson's host says what that rests on. */
function evidenceIsGiven() {
  const check = (node, ctx) => {
    if (node['x-evidence'] === undefined)
      ctx.report({ message: '`x-evidence` is missing.', location: ctx.location });
  };
  return {
    Operation: check,
    Parameter: check,
    RequestBody: check,
    Response: check,
    Header: check,
    SecurityScheme: check,
    ...ofEachField('x-evidence'),
  };
}

/** For a description of our own: it has no evidence, but what it borrows from the description of Epson's host keeps it. */
function evidenceIsAbsent() {
  const own = new URL('../control/', import.meta.url);
  return {
    any: {
      enter(node, ctx) {
        if (node?.['x-evidence'] === undefined) return;
        if (!pathToFileURL(ctx.location.source.absoluteRef).href.startsWith(own.href)) return;
        ctx.report({
          message: '`x-evidence` has no meaning here.',
          location: ctx.location.child(['x-evidence']).key(),
        });
      },
    },
  };
}

/** Checks that evidence is a list of known words, strongest first. */
function evidenceIsWellFormed() {
  return {
    any: {
      enter(node, ctx) {
        if (node?.['x-evidence'] === undefined) return;
        const fault = wrongEvidence(node['x-evidence']);
        if (fault)
          ctx.report({ message: `\`x-evidence\` ${fault}.`, location: ctx.location.child(['x-evidence']) });
      },
    },
  };
}

/** For the documentation, which shows `x-evidence` of some things but not of others, and a list as JSON. */
function evidenceIsShown() {
  const asText = (node) => {
    if (Array.isArray(node?.['x-evidence'])) node['x-evidence'] = node['x-evidence'].join(', ');
  };
  const inDescription = (node) => {
    if (!Array.isArray(node['x-evidence'])) return;
    asText(node);
    node.description = `${node.description.trimEnd()}\n\n**evidence:** \`${node['x-evidence']}\``;
  };
  // The page shows only the chosen branch of a property with a choice, so each branch says it all.
  const inBranches = (property, ctx) => {
    property.anyOf = property.anyOf?.map((branch) => {
      const { description, ...known } = branch.$ref === undefined ? branch : ctx.resolve(branch).node;
      const name = branch.$ref?.replace(/^.*\/|\.yaml$/g, '') ?? (branch.const === '' ? 'empty' : 'other');
      const shown = {
        title: known.type === 'null' ? undefined : name,
        ...known,
        description: [property.description, description].filter(Boolean).join('\n\n'),
        'x-evidence': [property['x-evidence']].flat(),
      };
      inDescription(shown);
      return shown;
    });
  };
  return {
    RequestBody: { leave: inDescription },
    Response: { leave: inDescription },
    Header: { leave: inDescription },
    SecurityScheme: { leave: inDescription },
    Operation: { leave: asText },
    Parameter: { leave: asText },
    Schema: { leave: asText },
    SchemaProperties: {
      leave(properties, ctx) {
        for (const property of Object.values(properties)) {
          inBranches(property, ctx);
          asText(property);
        }
      },
    },
    PatternProperties: { leave: (properties) => Object.values(properties).forEach(asText) },
  };
}

export default function evidence() {
  return {
    id: 'evidence',
    rules: {
      oas3: {
        'fields-are-explained': fieldsAreExplained,
        'is-given': evidenceIsGiven,
        'is-absent': evidenceIsAbsent,
        'is-well-formed': evidenceIsWellFormed,
      },
    },
    decorators: {
      oas3: { 'is-shown': evidenceIsShown },
    },
  };
}
