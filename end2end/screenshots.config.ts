// Pictures of every page for people to look at, in the folder SHOTS: `npm run screenshots`. Not part of the tests.
import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } };

export default defineConfig({
  ...config,
  testDir: './screenshots',
  projects: Object.entries(sizes).flatMap(([size, viewport]) =>
    (['light', 'dark'] as const).map((colorScheme) => ({
      name: `${size}-${colorScheme}`,
      use: { viewport, colorScheme },
    })),
  ),
});
