// Logging out: B43 to B47, and what the browser still shows of the user afterwards.
import { logOut, writeArticle } from '../../fixtures/users.ts';
import { expect, inEveryState, test, withoutSessionEvents } from '../../fixtures/test.ts';
import { AccountPage, SessionsPage } from '../../pages/account.ts';
import { LoginPage, LogoutPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { Site } from '../../pages/site.ts';

inEveryState(() => {
  test('B44 the button in the header ends the session and leaves no cookie', async ({ page, context, open, account }) => {
    const site = new Site(page);
    await open('/articles/');
    await expect(site.nameLink(account.username)).toBeVisible();
    await site.logOut();

    await expect(site.logInLink).toBeVisible();
    await expect(page).toHaveURL('/articles/');
    await expect(site.nameLink(account.username)).toBeHidden();
    expect(await context.cookies()).toEqual([]);
  });

  test('B43 opening the logout page changes nothing, and its button logs out', async ({ page, context, open, account }) => {
    const site = new LogoutPage(page);
    await open(LogoutPage.path);
    await expect(site.nameLink(account.username)).toBeVisible();
    await site.submit.click();

    await expect(page).toHaveURL('/articles/');
    await expect(site.logInLink).toBeVisible();
    expect(await context.cookies()).toEqual([]);
  });

  test('ASVS 7.4.1 the back button shows nothing private after a logout', async ({ page, open, account }) => {
    const site = new Site(page);
    await open('/articles/');
    await open(AccountPage.path);
    await expect(page.getByRole('definition').filter({ hasText: account.username })).not.toHaveCount(0);
    await site.logOut();
    await expect(site.logInLink).toBeVisible();
    await page.goBack({ waitUntil: 'domcontentloaded' });

    await expect(page).toHaveURL('/accounts/login/?next=/accounts/');
    await expect(page.getByText(account.username)).toHaveCount(0);
  });

  test('a form in one tab leads to the login and back after a logout in another', async ({ page, context, open, hydrated, guard, account }) => {
    guard.expects(401, /create$/);
    const editor = new ArticleEditor(page);
    await withoutSessionEvents(context);
    await open(ArticleEditor.path);
    const tab = await context.newPage();
    await open('/articles/', tab);
    const other = new Site(tab);
    await other.logOut();
    await expect(other.logInLink).toBeVisible();

    await editor.send('Written before', 'And not lost, one day.');
    await expect(page).toHaveURL('/accounts/login/?next=/articles/create/');
    await hydrated(page);
    await new LoginPage(page).send(account.username, account.password);

    await expect(page).toHaveURL('/articles/create/');
    await expect(editor.title).toBeEditable();
  });

  test('logging out everywhere ends the session in the other browser too', async ({ page, open, hydrated, account, otherBrowser }) => {
    const other = await otherBrowser();
    await withoutSessionEvents(other.context());
    await open(LoginPage.path, other);
    await new LoginPage(other).send(account.username, account.password);
    await expect(new Site(other).nameLink(account.username)).toBeVisible();
    await hydrated(other);

    await open(AccountPage.path);
    const [home, sessions] = [new AccountPage(page), new SessionsPage(page)];
    await expect(home.fact(/^2 devices$/)).toBeVisible();
    await home.link('See sessions').click();
    await expect(sessions.heading).toHaveText('Sessions');
    await hydrated(page);
    await sessions.logOutEverywhere.click();
    await expect(sessions.logInLink).toBeVisible();

    await open('/articles/', other);
    await expect(new Site(other).logInLink).toBeVisible();
  });
});

test('B43 the logout page has a link to stay logged in, and is there for visitors too', async ({ page, open, account, context, hydrated }) => {
  const site = new LogoutPage(page);
  await withoutSessionEvents(context);
  await open(LogoutPage.path);
  await site.stay.click();
  await expect(page).toHaveURL('/articles/');
  await hydrated(page);
  await expect(site.nameLink(account.username)).toBeVisible();

  await logOut(context);
  await open(LogoutPage.path);
  await expect(page.getByText('You are not logged in.')).toBeVisible();
});

test('an ended session cannot open a protected page, and the page shows the login form', async ({ page, open, context, account }) => {
  const path = await writeArticle(context, `By ${account.username}`);
  await withoutSessionEvents(context);
  await open(path);
  await logOut(context);
  await open(`${path}update/`);

  await expect(page).toHaveURL(`/accounts/login/?next=${path}update/`);
});
