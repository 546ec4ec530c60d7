import { defineConfig } from 'vitest/config';
import config from './vitest.config.js';

/** Proofs that take minutes: `npm run test:deep`. A smaller number of the same runs is in `npm test`. */
const { test, ...rest } = config;

export default defineConfig({
  ...rest,
  test: {
    ...test,
    include: ['test/deep/**/*.deep.ts'],
    testTimeout: 3_600_000,
    outputFile: { json: 'test/report/vitest.deep.json' },
  },
});
