// Sessions that end by themselves: the page says so before, and leads to the login and back afterwards.
import { signUp, type Account } from '../fixtures/people.ts';
import { EXPIRING, EXPIRING_SITE } from '../fixtures/server.ts';
import { expectSentToLogin, logInOn, watchCover, type Open } from '../fixtures/session.ts';
import { expect, inEveryState, stored, test, unaware, waitUntilHydrated, type Page } from '../fixtures/test.ts';
import { AccountPage, StepUpDialog } from '../pages/account.ts';
import { LoginPage } from '../pages/accounts.ts';
import { ArticleEditor } from '../pages/articles.ts';
import { SessionGuard } from '../pages/session.ts';
import { Site } from '../pages/site.ts';

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

  test('says so, counts down, and lasts longer when it is wanted', async ({ page, open, account }) => {
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

  test('is not made longer by listening: the page is covered when it is over, leads to the login and back', async ({
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

  test('leaves what was being written: it is asked for, kept, and there again after the login', async ({ page, open, account }) => {
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
    // The draft says what the form says, so it is the form's own.
    await expect(editor.kept).toBeVisible();
    await expect(editor.drafts).toHaveCount(0);
  });

  test('leaves a draft that nobody has gone on with', async ({ page, open, account }) => {
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
    await editor.draft(title).goOn.click();
    await expect(editor.title).toHaveValue(title);
  });

  test('asks for the password where nothing else makes it last longer', async ({ page, open, axe, otherBrowser }) => {
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
  /** Seconds: a kept session, as the settings of the project have it. */
  const UNUSED = 14 * 24 * 3_600;

  test('says that it is about to end in its last two minutes, and not before', async ({ page, open, account }) => {
    const [site, guard] = [new Site(page), new SessionGuard(page)];
    await page.clock.install();
    await open(AccountPage.path);
    // Covered until the server has said how long the session lives.
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await expect(page.locator('html[data-covered]')).toHaveCount(0);
    // Only this device's clock goes on: it is what counts down.
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

test.describe('where sessions soon end', () => {
  test.use({ baseURL: EXPIRING_SITE });

  inEveryState(() => {
    test('an expired session leads to the login and back', async ({ page, context, open, hydrated, account }) => {
      const site = new AccountPage(page);
      await unaware(context);
      await open('/articles/');
      await expect(site.nameLink(account.username)).toBeVisible();
      // Ends with the session, and is no use of it.
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
