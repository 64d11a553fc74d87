// Sessions that expire: the page warns before, and afterwards leads to the login and back.
import { signUp, type Account } from '../../fixtures/users.ts';
import { EXPIRING, EXPIRING_SITE } from '../../fixtures/server.ts';
import { expectSentToLogin, logInOn, watchCover, type Open } from '../../fixtures/session.ts';
import { expect, inEveryState, stored, test, withoutSessionEvents, waitUntilHydrated, type Page } from '../../fixtures/test.ts';
import { AccountPage, StepUpDialog } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { SessionGuard } from '../../pages/session.ts';
import { Site } from '../../pages/site.ts';

test.describe('a session that is about to end', { tag: '@hydrated' }, () => {
  test.use({ baseURL: EXPIRING_SITE });

  /** Logs in without "Keep me signed in". */
  async function logInForNow(page: Page, open: Open, { username, password }: Account) {
    const login = new LoginPage(page);
    await open(LoginPage.path);
    await login.keep.uncheck();
    await login.send(username, password);
    await expect(page).toHaveURL('/articles/');
    await waitUntilHydrated(page);
  }

  test('warns, counts down, and is extended on request', async ({ page, open, account }) => {
    const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
    await open(ArticleEditor.path);
    await editor.title.fill(account.username);
    await expect(guard.ending).toContainText('Your session is about to end.');
    expect(await guard.secondsLeft()).toBeLessThanOrEqual(EXPIRING.keptUnused);
    await expect.poll(() => guard.secondsLeft(), { timeout: 12_000 }).toBeLessThanOrEqual(5);
    await guard.stay.click();
    await expect.poll(() => guard.secondsLeft()).toBeGreaterThan(8);

    await expect(guard.stay).toBeVisible();
    await expect(editor.title).toHaveValue(account.username);
  });

  test('is not extended by listening: the page is covered at the end and leads to the login and back', async ({
    page,
    context,
    open,
  }) => {
    const account = await signUp(context);
    const begun = Date.now();
    await open(AccountPage.path);
    const covered = await watchCover(page);
    await expect(page).toHaveURL(`${LoginPage.path}?next=${AccountPage.path}`, { timeout: 20_000 });
    const lasted = (await covered()) - begun;
    expect(lasted).toBeGreaterThan((EXPIRING.keptUnused - 3) * 1_000);
    expect(lasted).toBeLessThan((EXPIRING.keptUnused + 2) * 1_000);
    await expectSentToLogin(page, AccountPage.path);
    await logInOn(page, account);

    await expect(page).toHaveURL(AccountPage.path);
    await expect(new Site(page).nameLink(account.username)).toBeVisible();
  });

  test('keeps unsent text: the page asks, holds it, and shows it after the login', async ({ page, open, account }) => {
    const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
    await open(ArticleEditor.path);
    await editor.title.fill(`Over lunch, ${account.username}`);
    await expect(editor.kept).toBeVisible();
    await expect(guard.ended).toBeVisible({ timeout: 20_000 });
    await expect(editor.title).toBeHidden();
    expect(Object.values(await stored(page)).join()).toContain('Over lunch');
    await guard.logIn.click();
    await expect(page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`);
    await logInOn(page, account);

    await expect(page).toHaveURL(ArticleEditor.path);
    await expect(editor.title).toHaveValue(`Over lunch, ${account.username}`);
    await waitUntilHydrated(page);
    // The draft has the text of the form, so the form resumes it.
    await expect(editor.kept).toBeVisible();
    await expect(editor.drafts).toHaveCount(0);
  });

  test('keeps a draft that was not resumed', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    const title = `Another day, ${account.username}`;
    await open(ArticleEditor.path);
    await editor.title.fill(title);
    await expect(editor.kept).toBeVisible();
    await open(ArticleEditor.path);
    await expect(editor.draft(title).offer).toBeVisible();
    await expect(page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`, { timeout: 20_000 });
    await logInOn(page, account);

    await expect(page).toHaveURL(ArticleEditor.path);
    await waitUntilHydrated(page);
    await editor.draft(title).resume.click();
    await expect(editor.title).toHaveValue(title);
  });

  test('asks for the password when only that extends it', async ({ page, open, axe, otherBrowser }) => {
    const account = await signUp((await otherBrowser()).context());
    const [guard, prompt] = [new SessionGuard(page), new StepUpDialog(page)];
    await logInForNow(page, open, account);
    await expect(guard.stayByPassword).toBeVisible();
    await expect(guard.stay).toBeHidden();
    await axe(page);
    await expect.poll(() => guard.secondsLeft()).toBeLessThan(EXPIRING.other - 4);
    await guard.stayByPassword.click();
    await prompt.send(account.password);

    await expect(prompt.dialog).toBeHidden();
    await expect.poll(() => guard.secondsLeft()).toBeGreaterThan(EXPIRING.other - 4);
    await expect(guard.stayByPassword).toBeVisible();
  });
});

test.describe('a session that lives for weeks', { tag: '@hydrated' }, () => {
  /** The idle limit of a kept session in the default settings, in seconds. */
  const UNUSED = 14 * 24 * 3_600;

  test('warns in its last two minutes, and not before', async ({ page, open, account }) => {
    const [site, guard] = [new Site(page), new SessionGuard(page)];
    await page.clock.install();
    await open(AccountPage.path);
    // The page is covered until the server has said when the session ends.
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await expect(page.locator('html[data-covered]')).toHaveCount(0);
    // Only the clock of this device advances; the countdown uses it.
    await page.clock.fastForward((UNUSED - 180) * 1_000);
    await expect(site.nameLink(account.username)).toBeVisible();
    await page.clock.runFor(2_000);
    await expect(guard.ending).toHaveCount(0);
    await page.clock.fastForward(61_000);

    await expect(guard.ending).toContainText('Your session is about to end.');
    expect(await guard.secondsLeft()).toBeLessThanOrEqual(120);
    expect(await guard.secondsLeft()).toBeGreaterThan(60);
  });
});

test.describe('with short sessions', () => {
  test.use({ baseURL: EXPIRING_SITE });

  inEveryState(() => {
    test('an expired session leads to the login and back', async ({ page, context, open, hydrated, account }) => {
      const site = new AccountPage(page);
      await withoutSessionEvents(context);
      await open('/articles/');
      await expect(site.nameLink(account.username)).toBeVisible();
      // The stream ends with the session and does not extend it.
      await context.request.get('/api/accounts/session-events');
      await open(AccountPage.path);
      await expect(page).toHaveURL(`${LoginPage.path}?next=${AccountPage.path}`);
      await hydrated(page);
      await new LoginPage(page).send(account.username, account.password);

      await expect(page).toHaveURL(AccountPage.path);
      await expect(site.nameLink(account.username)).toBeVisible();
    });
  });
});
