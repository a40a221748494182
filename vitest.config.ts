import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/postgres.ts'],
    setupFiles: ['tests/support/quiet.ts'],
    // Vitest would leave a core idle; files that wait for something leave it to each other.
    maxWorkers: '100%',
    // Chromium journeys on two busy cores; a test that takes longer than this hangs, and Playwright says before at what.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The processes that tests start, a hundred and more, compile the same modules.
    env: { NODE_COMPILE_CACHE: path.join(import.meta.dirname, 'node_modules/.cache/mailroom') },
  },
});
