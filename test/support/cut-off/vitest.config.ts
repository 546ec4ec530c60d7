import { defineConfig } from 'vitest/config';
import config from '../../vitest.config.js';

/** A run that a test cuts off. */
const { test, ...rest } = config;

export default defineConfig({
  ...rest,
  test: { ...test, include: ['test/support/cut-off/children.ts'], reporters: ['default'] },
});
