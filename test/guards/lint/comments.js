// Comments are sentences or noun phrases: `Returns ...`, `The folder of ...`. A clause without either leaves its reader to
// guess what is meant.

const HEADLESS =
  /^(?:what|whether|how|why|where|who|whom|whose|which|whoever|whatever|wherever|so (?:many|much|long|often|far)|of|by|is|are|was|were|that|than)\b/i;

/** @type {import('eslint').Rule.RuleModule} */
export const comments = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      headless:
        'Begin the comment with a verb or a noun, not with "{{word}}": `Returns ...`, `The folder of ...`.',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      Program() {
        const all = sourceCode.getAllComments();
        for (const [at, comment] of all.entries()) {
          const before = all[at - 1];
          // A line that goes on with the sentence of the line above it begins nothing.
          const goesOn =
            comment.type === 'Line' &&
            before?.type === 'Line' &&
            before.loc.end.line === comment.loc.start.line - 1 &&
            before.loc.start.column === comment.loc.start.column;
          const text = comment.value.replace(/^[\s*]+/, '');
          const [word] = HEADLESS.exec(text) ?? [];
          if (!goesOn && word !== undefined)
            context.report({ loc: comment.loc, messageId: 'headless', data: { word } });
        }
      },
    };
  },
};
