// Two rules for tests: each asserts something, and none is switched off or run alone.

const isTest = (name) => /^(?:it|test)$/.test(name);
const isVariant = (name) => /^(?:each|for|only|skip|skipIf|runIf|fails|concurrent|sequential)$/.test(name);

/** The names a call is made through, outermost last: `it.each(rows)('…')` gives ['it', 'each']. */
function namesOf(callee) {
  switch (callee?.type) {
    case 'Identifier':
      return [callee.name];
    case 'MemberExpression':
      return [...namesOf(callee.object), callee.property.name ?? String(callee.property.value)];
    case 'CallExpression':
      return namesOf(callee.callee);
    case 'TaggedTemplateExpression':
      return namesOf(callee.tag);
    default:
      return [];
  }
}

/** @type {import('eslint').Rule.RuleModule} */
export const assertions = {
  meta: { type: 'problem', schema: [], messages: { none: 'This test asserts nothing.' } },
  create(context) {
    /** Tests whose body is being read, and whether an assertion was met in it. */
    const open = [];
    const isTestCall = (node, [first = '', ...rest] = namesOf(node.callee)) =>
      isTest(first) &&
      rest.every(isVariant) &&
      node.arguments.some(({ type }) => /^(?:Arrow)?FunctionExpression$/.test(type));
    return {
      CallExpression(node) {
        if (isTestCall(node)) open.push({ node, asserts: false });
        else if (open.length > 0 && namesOf(node.callee).some((name) => /^(?:expect|assert)/.test(name))) {
          open.at(-1).asserts = true;
        }
      },
      'CallExpression:exit'(node) {
        if (open.at(-1)?.node !== node) return;
        if (!open.pop().asserts) context.report({ node: node.callee, messageId: 'none' });
      },
    };
  },
};

/** @type {import('eslint').Rule.RuleModule} */
export const everyTestRuns = {
  meta: { type: 'problem', schema: [], messages: { off: 'No test is left with .{{word}}.' } },
  create: (context) => ({
    MemberExpression(node) {
      const [first = '', ...rest] = namesOf(node);
      const word = rest.at(-1);
      if (!(isTest(first) || first === 'describe') || !/^(?:only|skip|todo|fails)$/.test(word ?? '')) return;
      context.report({ node, messageId: 'off', data: { word } });
    },
  }),
};
