// A visible page follows its session: it is covered as soon as the session has ended or belongs to another user, wherever that
// happened.
import type { Route } from '@playwright/test';
import { FIREFOX, THIS_DEVICE, logIn, logOut, signUp, type Account } from '../../fixtures/users.ts';
import { PROMISED, answered, expectSentToLogin, logInOn, logOutIn, watchCover, type Open } from '../../fixtures/session.ts';
import { SESSION_EVENTS, expect, stored, test, waitUntilHydrated, type Page } from '../../fixtures/test.ts';
import { AccountPage, DeletePage, PasswordPage, SessionsPage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { SessionGuard } from '../../pages/session.ts';
import { Site } from '../../pages/site.ts';

/** The ways to end a session from another browser where the user is logged in. */
const ENDS: Record<string, (other: Page, open: Open, account: Account) => Promise<number>> = {
  'is ended in the list of sessions': async (other, open) => {
    await open(SessionsPage.path, other);
    return answered(other, () => new SessionsPage(other).end(THIS_DEVICE).click());
  },
  'is ended by logging out everywhere': async (other, open) => {
    await open(SessionsPage.path, other);
    return answered(other, () => new SessionsPage(other).logOutEverywhere.click());
  },
  'is ended by another password': async (other, open, { password }) => {
    await open(PasswordPage.path, other);
    return answered(other, () => new PasswordPage(other).send(password, 'another correct horse battery'));
  },
  'goes with the account': async (other, open, { password }) => {
    await open(DeletePage.path, other);
    return answered(other, () => new DeletePage(other).send(password));
  },
};

test.describe('a visible page', { tag: '@hydrated' }, () => {
  test('is covered within two seconds after its session ended in another tab, and the login leads back to it', async ({
    page,
    context,
    open,
    account,
  }) => {
    await open(AccountPage.path);
    const covered = await watchCover(page);
    const ended = await logOutIn(await context.newPage(), open);

    await expectSentToLogin(page, AccountPage.path);
    expect((await covered()) - ended).toBeLessThan(PROMISED);
    await expect(page.getByText(account.username)).toHaveCount(0);
    await logInOn(page, account);
    await expect(page).toHaveURL(AccountPage.path);
    await expect(new Site(page).nameLink(account.username)).toBeVisible();
    await expect(new SessionGuard(page).over).toBeHidden();
  });

  for (const [how, end] of Object.entries(ENDS)) {
    test(`is covered within two seconds after its session ${how}, in another browser`, async ({ page, open, account, otherBrowser }) => {
      const other = await otherBrowser(FIREFOX);
      await logIn(other.context(), account);
      await open(AccountPage.path);
      const covered = await watchCover(page);
      const ended = await end(other, open, account);

      await expectSentToLogin(page, AccountPage.path);
      expect((await covered()) - ended).toBeLessThan(PROMISED);
      await expect(page.getByText(account.username)).toHaveCount(0);
    });
  }

  test('that is public becomes a visitor’s, and says why', async ({ page, context, open, account }) => {
    const site = new Site(page);
    await open('/articles/');
    await expect(site.nameLink(account.username)).toBeVisible();
    await logOut(context);

    await expect(new SessionGuard(page).over).toBeVisible();
    await expect(page).toHaveURL('/articles/');
    await expect(site.logInLink).toBeVisible();
    await waitUntilHydrated(page);
    await site.logInLink.click();
    await expect(site.heading).toHaveText('Log in');
    await expect(new SessionGuard(page).over).toBeHidden();
  });

  test('stays when another session ends', async ({ page, context, open, account, otherBrowser }) => {
    const other = await otherBrowser(FIREFOX);
    await logIn(other.context(), account);
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.title.fill(`Not disturbed, ${account.username}`);
    await open(AccountPage.path, other);
    await logOut(other.context());
    await expectSentToLogin(other, AccountPage.path);

    await editor.text.fill('Text.');
    await editor.submit.click();
    await expect(editor.heading).toHaveText(`Not disturbed, ${account.username}`);
    expect(await context.cookies()).toHaveLength(1);
  });

  test('becomes the page of another user who logs in in another tab, with nothing of the first', async ({
    page,
    context,
    open,
    account,
    otherBrowser,
  }) => {
    const other = await signUp((await otherBrowser()).context());
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.title.fill(`Private to ${account.username}`);
    await expect(editor.kept).toBeVisible();
    const tab = await context.newPage();
    // Without a logout: the browser loses the cookie of one session and gets that of another.
    await context.clearCookies();
    await logIn(context, other);
    await open('/articles/', tab);

    await expect(editor.nameLink(other.username)).toBeVisible();
    await expect(page).toHaveURL(ArticleEditor.path);
    await expect(editor.title).toHaveValue('');
    await waitUntilHydrated(page);
    await expect(editor.drafts).toHaveCount(0);
    await expect(page.getByText(account.username)).toHaveCount(0);
    expect(await stored(page)).toEqual({});
  });

  test('follows a logout and the login of another user in another tab', async ({ page, context, open, account, otherBrowser }) => {
    const other = await signUp((await otherBrowser()).context());
    await open(AccountPage.path);
    const tab = await context.newPage();
    await logOutIn(tab, open);
    await expectSentToLogin(page, AccountPage.path);
    await waitUntilHydrated(page);
    await open(LoginPage.path, tab);
    await logInOn(tab, other);

    await expect(page).toHaveURL(AccountPage.path);
    await expect(new Site(page).nameLink(other.username)).toBeVisible();
    await expect(page.getByText(account.username)).toHaveCount(0);
  });

  test('is covered when the back button restores it, until the server has confirmed its user', async ({
    page,
    context,
    open,
    account,
  }) => {
    const [site, guard] = [new AccountPage(page), new SessionGuard(page)];
    await open(AccountPage.path);
    const asked: Route[] = [];
    await context.route(SESSION_EVENTS, (route) => void asked.push(route));
    const comeBack = () => page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await comeBack();
    await expect(guard.checking).toBeVisible();
    await expect(site.heading).toBeHidden();
    await expect.poll(() => asked.length).toBe(1);
    await asked.pop()?.continue();
    await expect(guard.checking).toBeHidden();
    await expect(site.fact(account.username)).not.toHaveCount(0);
    await expect(site.heading).toBeVisible();

    await comeBack();
    await expect(guard.checking).toBeVisible();
    await expect.poll(() => asked.length).toBe(1);
    await logOut(context);
    await asked.pop()?.continue();
    await expectSentToLogin(page, AccountPage.path);
  });

  test('stays after the connection was lost', async ({ page, context, open, guard, account }) => {
    guard.expects('failure', /session-events$/);
    const site = new Site(page);
    await open(AccountPage.path);
    await context.setOffline(true);
    await expect(site.connectionNotice).toBeVisible();
    await expect(site.nameLink(account.username)).toBeVisible();
    await context.setOffline(false);
    await expect(site.connectionNotice).toBeHidden();
    await expect(site.nameLink(account.username)).toBeVisible();

    await logOut(context);
    await expectSentToLogin(page, AccountPage.path);
  });
});
