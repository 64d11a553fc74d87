// Tabs of one browser: hidden ones, and those that were opened before a login.
import type { BrowserContext } from '@playwright/test';
import { signUp, type Account } from '../../fixtures/users.ts';
import { logInOn, logOutIn, type Open } from '../../fixtures/session.ts';
import { expect, setVisible, stored, test, waitUntilHydrated, type Page } from '../../fixtures/test.ts';
import { AccountPage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { SessionGuard } from '../../pages/session.ts';
import { Site } from '../../pages/site.ts';

test.describe('a hidden page', { tag: '@hydrated' }, () => {
  /** The requests of a page to the server. */
  function requestsOf(page: Page) {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    return asked;
  }

  test('sends no request, is covered when another tab logs out, and is shown to its user again with all that was typed', async ({
    page,
    context,
    open,
    account,
  }) => {
    const [editor, guard, tab] = [new ArticleEditor(page), new SessionGuard(page), await context.newPage()];
    await open(ArticleEditor.path);
    await editor.title.fill(`Out of sight, ${account.username}`);
    await editor.text.fill('Half a sentence');
    await expect(editor.kept).toBeVisible();
    await setVisible(page, false);
    const asked = requestsOf(page);
    await logOutIn(tab, open);
    await expect(guard.checking).toBeVisible();
    await expect(editor.text).toBeHidden();
    await open(LoginPage.path, tab);
    await logInOn(tab, account);
    await expect(new Site(tab).nameLink(account.username)).toBeVisible();
    await waitUntilHydrated(tab);
    await expect(guard.checking).toBeVisible();
    expect(asked).toEqual([]);

    await setVisible(page, true);
    await expect(guard.checking).toBeHidden();
    await expect(editor.title).toHaveValue(`Out of sight, ${account.username}`);
    await editor.text.pressSequentially(', and the rest.');
    await expect(editor.kept).toBeVisible();
    expect(asked).toHaveLength(1);
    await editor.submit.click();
    await expect(page.getByRole('article')).toContainText('Half a sentence, and the rest.');
  });

  test('asks for the login when it is visible again and no user is logged in', async ({ page, context, open, account }) => {
    const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
    await open(ArticleEditor.path);
    await editor.title.fill(`Out of sight, ${account.username}`);
    await setVisible(page, false);
    await logOutIn(await context.newPage(), open);
    await expect(guard.checking).toBeVisible();
    await setVisible(page, true);
    await expect(guard.ended).toBeVisible();
    await guard.logIn.click();
    await expect(page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`);
    await logInOn(page, account);

    await expect(page).toHaveURL(ArticleEditor.path);
    await expect(editor.title).toHaveValue(`Out of sight, ${account.username}`);
  });

  test('becomes the page of another user who has logged in', async ({ page, context, open, account, otherBrowser }) => {
    const other = await signUp((await otherBrowser()).context());
    const [editor, guard, tab] = [new ArticleEditor(page), new SessionGuard(page), await context.newPage()];
    await open(ArticleEditor.path);
    await editor.title.fill(`Private to ${account.username}`);
    await expect(editor.kept).toBeVisible();
    await setVisible(page, false);
    await logOutIn(tab, open);
    await open(LoginPage.path, tab);
    await logInOn(tab, other);
    await expect(new Site(tab).nameLink(other.username)).toBeVisible();
    await expect(guard.checking).toBeVisible();
    await setVisible(page, true);

    await expect(editor.nameLink(other.username)).toBeVisible();
    await expect(editor.title).toHaveValue('');
    await waitUntilHydrated(page);
    await expect(editor.drafts).toHaveCount(0);
    await expect(page.getByText(account.username)).toHaveCount(0);
    expect(await stored(page)).toEqual({});
  });
});

test.describe('a visitor’s page', { tag: '@hydrated' }, () => {
  /** A user who is not logged in in the context of the test. */
  async function loggedOutUser(otherBrowser: () => Promise<Page>) {
    return signUp((await otherBrowser()).context());
  }

  async function logInIn(context: BrowserContext, open: Open, account: Account) {
    const tab = await context.newPage();
    await open(LoginPage.path, tab);
    await logInOn(tab, account);
    await expect(new Site(tab).nameLink(account.username)).toBeVisible();
    return tab;
  }

  test('follows a login in another tab', async ({ page, context, open, otherBrowser }) => {
    const account = await loggedOutUser(otherBrowser);
    await open('/articles/');
    await logInIn(context, open, account);
    await expect(new Site(page).nameLink(account.username)).toBeVisible();
    await expect(page).toHaveURL('/articles/');
  });

  test('that is loading another page continues with it', async ({ page, context, open, otherBrowser }) => {
    const account = await loggedOutUser(otherBrowser);
    await open(`${LoginPage.path}?next=${AccountPage.path}`);
    await logInIn(context, open, account);
    await expect(page).toHaveURL(AccountPage.path);
  });

  test('that is hidden follows when it is visible again', async ({ page, context, open, otherBrowser }) => {
    const account = await loggedOutUser(otherBrowser);
    await open('/articles/');
    await setVisible(page, false);
    await logInIn(context, open, account);
    await expect(new Site(page).logInLink).toBeVisible();
    await setVisible(page, true);
    await expect(new Site(page).nameLink(account.username)).toBeVisible();
  });

  test('with typed text only says so, and continues on request', async ({ page, context, open, axe, otherBrowser }) => {
    const account = await loggedOutUser(otherBrowser);
    const [login, guard] = [new LoginPage(page), new SessionGuard(page)];
    await open(LoginPage.path);
    await login.username.fill('somebody else');
    await logInIn(context, open, account);
    await expect(guard.outdated).toContainText('You are now logged in, from another tab.');
    await expect(login.username).toHaveValue('somebody else');
    await axe(page);
    await guard.resume.click();

    await expect(page).toHaveURL('/articles/');
    await expect(login.nameLink(account.username)).toBeVisible();
  });

  test('removes the notice when that login has ended', async ({ page, context, open, otherBrowser }) => {
    const account = await loggedOutUser(otherBrowser);
    const [login, guard] = [new LoginPage(page), new SessionGuard(page)];
    await open(LoginPage.path);
    await login.username.fill('somebody else');
    const tab = await logInIn(context, open, account);
    await expect(guard.outdated).toBeVisible();
    await waitUntilHydrated(tab);
    await new Site(tab).logOut();

    await expect(guard.outdated).toBeHidden();
    await expect(login.username).toHaveValue('somebody else');
  });
});
