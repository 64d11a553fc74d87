// C1: a page of an older build goes on over a deployment. The browser has build N, the server behind the same address is N+1.
import type { BrowserContext } from '@playwright/test';
import { Deployment } from '../../fixtures/deployment.ts';
import { expectSentToLogin } from '../../fixtures/session.ts';
import { SESSION_EVENTS, SESSION_STATE, expect, inEveryState, test, waitUntilHydrated, type Page } from '../../fixtures/test.ts';
import { logOut } from '../../fixtures/users.ts';
import { ArticleEditor, ArticleList } from '../../pages/articles.ts';

/** The test's own site, whose build is replaced. */
const deployed = test.extend<{ deployment: Deployment }>({
  deployment: async ({}, use) => {
    const deployment = new Deployment();
    await deployment.start();
    await use(deployment);
    await deployment.stop();
  },
  baseURL: async ({ deployment }, use) => use(deployment.address),
});

/** The build that a page is of. */
const buildOf = (page: Page) => page.locator('html').getAttribute('data-build');

inEveryState(() => {
  deployed('fault_c1_a page of the old build sends its form to the new one, and leads on to its pages', async ({ page, open, deployment, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    const old = await buildOf(page);
    await deployment.replace();
    await editor.send(`Over a deployment, ${account.username}`, 'Text.');
    await expect(editor.heading).toHaveText(`Over a deployment, ${account.username}`);
    await editor.articlesLink.click();
    await expect(editor.heading).toHaveText('Articles');
    expect(await buildOf(page)).not.toBe(old);
  });
});

deployed.describe('a page of the old build', { tag: '@hydrated' }, () => {
  deployed('is told by the new server when its session ends', async ({ page, context, open, deployment, account: _ }) => {
    await open(ArticleEditor.path);
    const connected = page.waitForEvent('request', (request) => request.url().endsWith('/session-events'));
    await deployment.replace();
    await connected;
    await logOut(context);
    await expectSentToLogin(page, ArticleEditor.path);
  });

  deployed.describe('whose program is slow to come', () => {
    deployed.use({ wasm: 'held' });

    deployed('gets it from the new server', async ({ page, open, release, guard, deployment, account: _ }) => {
      guard.expects(422, /create$/);
      const editor = new ArticleEditor(page);
      await open(ArticleEditor.path);
      const old = await buildOf(page);
      await deployment.replace();
      await release();
      await waitUntilHydrated(page);
      expect(await buildOf(page)).toBe(old);
      await editor.send('', 'A text that stays.');
      await expect(editor.title).toHaveAttribute('aria-invalid', 'true');
      await expect(editor.text).toHaveValue('A text that stays.');
    });
  });
});

/** The server says, on the stream and when it is asked, that it is another build now. */
async function replaceServer(context: BrowserContext, page: Page) {
  const user = Number(await page.locator('html').getAttribute('data-user'));
  const state = JSON.stringify({ user, ends_in: 3_600, lasts_by_use: true, build: 'the-next-build' });
  await context.route(SESSION_EVENTS, (route) => route.fulfill({ contentType: 'text/event-stream', body: `retry: 60000\ndata: ${state}\n\n` }));
  await context.route(SESSION_STATE, (route) => route.fulfill({ contentType: 'application/json', body: state }));
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(page.locator('html[data-covered]')).toHaveCount(0);
}

// What no server of ours answers, as it is cut off or of a later release.
test.describe('a page of an older build', { tag: '@hydrated' }, () => {
  test('fault_c1_does not send a form twice whose answer was lost', async ({ page, context, open, guard, account }) => {
    const [editor, list] = [new ArticleEditor(page), new ArticleList(page)];
    const title = `Sent once, ${account.username}`;
    await open(ArticleEditor.path);
    await replaceServer(context, page);
    await context.route('**/api/articles/create', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await editor.send(title, 'Text.');
    await expect(editor.alert).toContainText('reach the server');
    await expect(editor.title).toHaveValue(title);
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await open(ArticleList.path);
    await expect(list.article(title)).toHaveCount(1);
    guard.forgives(/ERR_FAILED/);
  });

  test('fault_c1_posts a form itself where the new server answers in another way', async ({ page, context, open, guard, account }) => {
    guard.expects(422, /create$/);
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await replaceServer(context, page);
    await context.route('**/api/articles/create', (route) => {
      const isForUs = route.request().headers()['accept']?.includes('application/x-form-answer+json') ?? false;
      return isForUs ? route.fulfill({ status: 422, contentType: 'application/json', body: '{"kind":"of the next release"}' }) : route.continue();
    });
    await editor.send(`Posted plainly, ${account.username}`, 'Text.');
    await expect(editor.heading).toHaveText(`Posted plainly, ${account.username}`);
  });
});
