import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The packages of the workspace are tested as their sources, without a build; the rest are Vite's own defaults. */
const conditions = ['epson-connect-kit:source', 'module', 'node', 'development|production'];

const support = (file: string) => fileURLToPath(new URL(`support/${file}`, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['sdk/src/**/*.test.ts', 'mock-server/{src,ui/src}/**/*.test.ts', 'test/**/*.test.ts'],
    // Live tests need credentials: they have a script of their own.
    exclude: ['**/node_modules/**', '**/dist/**', 'test/live/**'],
    globalSetup: [support('run/before-run.mjs')],
    setupFiles: [support('run/mark-children.mjs'), support('secrets/watch-secrets.ts')],
    // As safe as processes here, because what measures memory or kills starts a process of its own, and faster.
    pool: 'threads',
    // Test files share their modules: loading them anew for each takes longer than most of them run, and no test leaves
    // anything behind that another one could stumble over.
    isolate: false,
    // One more than there are processors: many tests wait for programs that they start.
    maxWorkers: availableParallelism() + 1,
    // Only what hangs is ended; how fast a machine is decides no test.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    allowOnly: false,
    reporters: ['default', 'json'],
    outputFile: { json: 'test/report/vitest.json' },
    cache: false,
  },
});
