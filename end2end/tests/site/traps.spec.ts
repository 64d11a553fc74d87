// What goes wrong in browsers must not make a page a trap: where the program cannot act, links and forms work as without scripting.
import type { BrowserContext } from '@playwright/test';
import { freshName } from '../../fixtures/users.ts';
import { expect, test, type Page } from '../../fixtures/test.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor, ArticleList } from '../../pages/articles.ts';

/** Opens a page that may start to act or stay plain, and waits until that is decided. */
async function settle(page: Page, path: string) {
  await page.goto(path);
  await page.waitForLoadState('networkidle').catch(() => {});
}

/** A link and a refused form work, with or without the program. */
async function expectUsable(page: Page) {
  const [list, login] = [new ArticleList(page), new LoginPage(page)];
  await settle(page, '/articles/');
  await list.logInLink.click();
  await expect(login.heading).toHaveText('Log in');
  await login.send(freshName(), 'not the password');
  await expect(login.alert).toContainText('do not match');
}

/** Runs a script in each document before the program starts. */
async function meddle(context: BrowserContext, script: string) {
  await context.addInitScript(`document.addEventListener('DOMContentLoaded', () => { ${script} })`);
}

test.describe('a page', { tag: '@hydrated' }, () => {
  test.beforeEach(({ guard }) => {
    guard.expects(422, /login$/);
  });

  for (const language of ['en-US@posix', 'C', '', 'x-']) {
    test(`fault_c2_works where the browser says that its language is "${language}"`, async ({ page, context }) => {
      await context.addInitScript(`Object.defineProperty(navigator, 'language', { get: () => ${JSON.stringify(language)} })`);
      await expectUsable(page);
      await expect(page.locator('html[data-hydrated]')).toBeAttached();
    });
  }

  for (const [what, script] of Object.entries({
    'first into the body': "document.body.prepend(document.createElement('div'))",
    'first into each form': "document.querySelectorAll('form').forEach((form) => form.prepend(document.createElement('div')))",
    'first into each island': "document.querySelectorAll('leptos-island').forEach((island) => island.prepend(document.createElement('div')))",
    'between everything': "document.querySelectorAll('main *').forEach((element) => element.after(document.createComment('x')))",
  })) {
    test(`fault_c3_works where an extension puts something ${what}`, async ({ page, context }) => {
      await meddle(context, script);
      await expectUsable(page);
      await expect(page.locator('html[data-hydrated]')).toBeAttached();
    });
  }

  test('fault_c1_whose files are gone works as a plain page', async ({ page, context, guard }) => {
    guard.expects(404, /\.(js|wasm)$/);
    for (const kind of ['wasm', 'js']) {
      await context.route(`**/*.${kind}`, (route) => route.fulfill({ status: 404, body: '' }));
      await expectUsable(page);
      await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
      await context.unrouteAll({ behavior: 'ignoreErrors' });
    }
    guard.forgives(/failed to fetch Wasm/);
  });
});

test.describe('after an exception', { tag: '@hydrated' }, () => {
  test('in one part the others go on', async ({ page, context, open, guard }) => {
    await context.addInitScript("Date.parse = () => { throw new Error('made by the test') }");
    const login = new LoginPage(page);
    guard.expects(422, /login$/);
    await open(LoginPage.path);
    await login.send(freshName(), 'not the password');
    await expect(login.alert).toBeVisible();
    await expect(page).toHaveURL(LoginPage.path);
    guard.forgives(/made by the test/);
  });

  test('while a form is sent the browser sends it', async ({ page, open, guard, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await page.evaluate("URLSearchParams.prototype.toString = () => { throw new Error('made by the test') }");
    await editor.send(`Plainly, ${account.username}`, 'Text.');
    await expect(editor.heading).toHaveText(`Plainly, ${account.username}`);
    guard.forgives(/made by the test/);
  });

  test('while an answer is read the form is given back and can be sent', async ({ page, open, guard, account }) => {
    guard.expects(422, /create$/);
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await page.evaluate("Object.entries = () => { throw new Error('made by the test') }");
    await editor.send('', 'Text.');
    await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
    await expect(page.getByText('Draft saved')).toHaveCount(0);
    await expect(editor.submit).not.toHaveAttribute('aria-busy');
    await editor.title.fill(`Given back, ${account.username}`);
    await editor.submit.click();
    await expect(editor.heading).toHaveText(`Given back, ${account.username}`);
    guard.forgives(/made by the test/);
  });
});

test('fault_c5_a browser that takes no cookies says that they are needed', { tag: '@hydrated' }, async ({ page, context, open }) => {
  await context.addInitScript("Object.defineProperty(navigator, 'cookieEnabled', { get: () => false })");
  await open(LoginPage.path);
  await expect(page.getByRole('alert').filter({ hasText: /cookies/i })).toBeVisible();
});
