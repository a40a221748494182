import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/postgres.ts'],
    setupFiles: ['tests/support/quiet.ts'],
    // Chromium journeys on two cores; a test that takes longer than this hangs.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
