// How pages hear of their session: one stream for all tabs of a browser, and a second way of asking where no stream comes
// through (C4).
import type { BrowserContext, Request } from '@playwright/test';
import { logOut } from '../../fixtures/users.ts';
import { SITE, operate } from '../../fixtures/server.ts';
import { expectSentToLogin } from '../../fixtures/session.ts';
import { SESSION_EVENTS, SESSION_STATE, expect, setVisible, test, type Page } from '../../fixtures/test.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { AccountPage } from '../../pages/account.ts';
import { SessionGuard } from '../../pages/session.ts';
import { Site } from '../../pages/site.ts';

/** Restores a page as the browser's cache does: it is covered until the server has said whose session this is. */
async function restore(page: Page) {
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
}

/** Counts the streams that are open. Those of a tab end with it, which the browser does not always report. */
function countStreams(context: BrowserContext) {
  const open = new Set<Request>();
  context.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') return;
    open.add(request);
    request.frame().page().once('close', () => open.delete(request));
  });
  context.on('requestfinished', (request) => open.delete(request));
  context.on('requestfailed', (request) => open.delete(request));
  return open;
}

test.describe('seven visible tabs', { tag: '@hydrated' }, () => {
  test('fault_b6_of one session need one stream, and each page is answered', async ({ page, context, open, account }) => {
    const streams = countStreams(context);
    const tabs = [page];
    while (tabs.length < 7) tabs.push(await context.newPage());
    for (const tab of tabs) {
      await open(AccountPage.path, tab);
      await expect(new Site(tab).nameLink(account.username)).toBeVisible();
    }
    await expect.poll(() => streams.size).toBe(1);

    // Another one listens when the first is gone.
    await page.close();
    await expect.poll(() => streams.size).toBe(1);
    operate(SITE, 'users', 'end-sessions', account.username);
    for (const tab of tabs.slice(1)) await expectSentToLogin(tab, AccountPage.path);
  });

  test('fault_b6_hidden while it asks for its turn follow the session again when they are seen', async ({ page, context, open, account }) => {
    await open(AccountPage.path);
    const late = await context.newPage();
    await late.addInitScript(`{
      const request = navigator.locks.request.bind(navigator.locks);
      navigator.locks.request = (name, options, run) =>
        request(name, options, (lock) => new Promise((done) => setTimeout(() => done(run(lock)), 400)));
    }`);
    await open(AccountPage.path, late);
    await setVisible(late, false);
    await late.waitForTimeout(600);
    await setVisible(late, true);
    await expect(new Site(late).nameLink(account.username)).toBeVisible();
    await late.waitForTimeout(600);
    await page.close();
    operate(SITE, 'users', 'end-sessions', account.username);
    await expectSentToLogin(late, AccountPage.path);
  });

  test('fault_b6_without locks listen each for itself', async ({ page, context, open, account }) => {
    await context.addInitScript('delete Navigator.prototype.locks');
    await open(AccountPage.path);
    await expect(new Site(page).nameLink(account.username)).toBeVisible();
    await logOut(context);
    await expectSentToLogin(page, AccountPage.path);
  });
});

test.describe('a covered page', { tag: '@hydrated' }, () => {
  test('fault_c4_whose form is never answered asks what becomes of the text', async ({ page, context, open, account }) => {
    const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
    await context.route('**/api/articles/create', () => {});
    await open(ArticleEditor.path);
    await editor.send(`Never answered, ${account.username}`, 'Text.');
    operate(SITE, 'users', 'end-sessions', account.username);
    await expect(guard.checking).toBeVisible();
    await expect(guard.logIn).toBeVisible({ timeout: 20_000 });
    await context.unrouteAll({ behavior: 'ignoreErrors' });
  });

  test('fault_c4_whose stream is held back asks in another way', async ({ page, context, open, account }) => {
    await context.route(SESSION_EVENTS, () => {});
    const [site, guard] = [new Site(page), new SessionGuard(page)];
    await open(AccountPage.path);
    await restore(page);
    await expect(guard.checking).toBeVisible();
    await expect(guard.checking).toBeHidden({ timeout: 13_000 });
    await expect(site.nameLink(account.username)).toBeVisible();
  });

  test('fault_c4_whose stream is answered as a page asks in another way at once', async ({ page, context, open, guard, account }) => {
    await context.route(SESSION_EVENTS, (route) => route.fulfill({ contentType: 'text/html', body: '<p>Checked by your network.</p>' }));
    await open(AccountPage.path);
    await restore(page);
    // The other way, that of a stream without an answer, takes longer.
    await expect(new SessionGuard(page).checking).toBeHidden({ timeout: 7_000 });
    await expect(new Site(page).nameLink(account.username)).toBeVisible();
    await logOut(context);
    await expectSentToLogin(page, AccountPage.path);
    guard.forgives(/MIME type/);
  });

  test('fault_c4_that cannot ask at all says so, and offers to reload', async ({ page, context, open, guard, account }) => {
    await context.route(SESSION_EVENTS, (route) => route.fulfill({ contentType: 'text/html', body: 'no' }));
    await context.route(SESSION_STATE, (route) => route.fulfill({ contentType: 'text/html', body: 'no' }));
    await open(AccountPage.path);
    await expect(new Site(page).nameLink(account.username)).toBeVisible();
    await restore(page);
    const failed = page.getByRole('dialog').filter({ has: page.locator('[data-cover=failed]:not([hidden])') });
    await expect(failed).toBeVisible();
    await failed.getByRole('button').click();
    await expect(failed).toHaveCount(0);
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await expect(new Site(page).nameLink(account.username)).toBeVisible();
    guard.forgives(/MIME type/);
  });
});
