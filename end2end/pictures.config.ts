// The pictures of the README, in docs/pictures: `npm run pictures`. Not part of the tests.
import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

export default defineConfig({
  ...config,
  testDir: './pictures',
  workers: 1,
  projects: [{ name: 'pictures' }],
});
