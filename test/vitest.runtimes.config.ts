import { defineConfig } from 'vitest/config';
import config from './vitest.config.js';

/** Other runtimes than the one at hand, which are downloaded for it: `npm run test:nodes`. */
const { test, ...rest } = config;

export default defineConfig({
  ...rest,
  test: {
    ...test,
    include: ['test/runtimes/**/*.runtime.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    outputFile: { json: 'test/report/vitest.runtimes.json' },
  },
});
