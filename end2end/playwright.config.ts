// Runs the specs twice: with scripting and without. `make test-browser` starts this.
import { defineConfig } from '@playwright/test';
import {
  EMPTY_SITE,
  EXPIRING,
  EXPIRING_SITE,
  INVITATION_SITE,
  MAIL_SITE,
  SITE,
  STRICT_SITE,
  THROTTLED_SITE,
  UNTHROTTLED,
  VERIFIED_SITE,
  chromium,
  serve,
} from './fixtures/server.ts';
import { mailSettings, serveMail } from './fixtures/mails.ts';

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  globalTeardown: './fixtures/teardown.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // No test passes by waiting long; a busy machine needs it now and then.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: SITE,
    ...chromium,
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium' },
    // A test that only makes sense in a hydrated page has a tag and is left out here, never skipped inside the test.
    { name: 'no-js', use: { javaScriptEnabled: false }, grepInvert: /@hydrated/ },
  ],
  webServer: [
    serve(SITE, 'site', UNTHROTTLED),
    serve(EMPTY_SITE, 'empty', UNTHROTTLED),
    serve(STRICT_SITE, 'strict', { ...UNTHROTTLED, LATCHKEY_ACCOUNTS__STEP_UP_AGE: '0' }),
    serve(THROTTLED_SITE, 'throttled'),
    serveMail(),
    serve(MAIL_SITE, 'mail', { ...UNTHROTTLED, ...mailSettings(MAIL_SITE) }),
    serve(INVITATION_SITE, 'invitations', { ...UNTHROTTLED, ...mailSettings(INVITATION_SITE) }),
    serve(VERIFIED_SITE, 'verified', { ...UNTHROTTLED, ...mailSettings(VERIFIED_SITE), LATCHKEY_ACCOUNTS__EMAIL: 'verified' }),
    serve(EXPIRING_SITE, 'expiring', {
      ...UNTHROTTLED,
      LATCHKEY_SESSIONS__COOKIE_IDLE_AGE: String(EXPIRING.keptUnused),
      LATCHKEY_SESSIONS__COOKIE_AGE: String(EXPIRING.kept),
      LATCHKEY_SESSIONS__BROWSER_SESSION_IDLE_AGE: String(EXPIRING.otherUnused),
      LATCHKEY_SESSIONS__BROWSER_SESSION_AGE: String(EXPIRING.other),
    }),
  ],
});
