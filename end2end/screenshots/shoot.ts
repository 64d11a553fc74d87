// `test` with a fixture that takes a picture of the page of the test.
import { join, resolve } from 'node:path';
import { test as base } from '../fixtures/test.ts';

const SHOTS = resolve(process.env.SHOTS ?? 'test-results/shots');

export const test = base.extend<{ shoot: (name: string) => Promise<void> }>({
  shoot: async ({ page }, use, info) => {
    await use(async (name) => {
      await page.screenshot({ path: join(SHOTS, `${name}.${info.project.name}.png`), fullPage: true });
    });
  },
});
