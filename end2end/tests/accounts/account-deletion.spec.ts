// Account deletion: B68, S9, S16.
import { FIREFOX, PASSWORD, logIn, signUp, writeArticle } from '../../fixtures/users.ts';
import { expect, inEveryState, test, withoutSessionEvents, type Page } from '../../fixtures/test.ts';
import { AccountPage, DeletePage, UpdatePage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticlePage } from '../../pages/articles.ts';

/** Expects the goodbye page in a browser that is not logged in. */
async function expectGoodbye(page: Page) {
  const site = new DeletePage(page);
  await expect(page).toHaveURL(DeletePage.goodbye);
  await expect(site.heading).toHaveText('Goodbye');
  await expect(site.logInLink).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);
}

inEveryState(() => {
  test('B68 the page shows what will be deleted, and kept articles are by a former member', async ({
    page,
    context,
    open,
    hydrated,
    account,
    otherBrowser,
  }) => {
    const path = await writeArticle(context, `Left by ${account.username}`, 'It stays.');
    const other = await otherBrowser(FIREFOX);
    await logIn(other.context(), account);
    const [form, article] = [new DeletePage(page), new ArticlePage(page)];
    await open(AccountPage.path);
    await new AccountPage(page).link('Delete account').click();
    await expect(form.heading).toHaveText('Delete account');
    await hydrated(page);
    await expect(form.deleted).toHaveText([
      'Your user name, name, e-mail address and password',
      'All 2 sessions, including this one, and your recent activity',
      '1 article, if you choose to erase them below',
    ]);
    await expect(form.keep).toBeChecked();
    await form.send(account.password);

    await expectGoodbye(page);
    await open(path);
    await expect(article.heading).toHaveText(`Left by ${account.username}`);
    await expect(article.article.getByText('a former member', { exact: true })).toBeVisible();
    await expect(article.article).toContainText('It stays.');
    await open(AccountPage.path, other);
    await expect(other).toHaveURL(`${LoginPage.path}?next=${AccountPage.path}`);
  });

  test('B68 erased articles are gone', async ({ page, context, open, guard, account }) => {
    const paths = [await writeArticle(context, `One of ${account.username}`), await writeArticle(context, 'Another one')];
    const form = new DeletePage(page);
    await open(DeletePage.path);
    await expect(form.deleted.filter({ hasText: '2 articles, if you choose to erase them below' })).toBeVisible();
    await form.erase.check();
    await form.send(account.password);

    await expectGoodbye(page);
    guard.expects(404, /^\/articles\/\d+\/$/);
    for (const path of paths) {
      await open(path);
      await expect(form.heading).toHaveText('Page not found');
    }
  });

  test('a wrong password keeps the account and all submitted values but the password', async ({ page, context, open, guard, account }) => {
    guard.expects(422, /delete$/);
    await writeArticle(context, `Kept by ${account.username}`);
    const form = new DeletePage(page);
    await open(DeletePage.path);
    await form.erase.check();
    await form.reason('I worry about my data').check();
    await form.comment.fill('두 번째 계정이 있어요 & <b>more</b>');
    await form.send('not the password');

    await expect(form.password).toHaveAccessibleDescription('That is not your password.');
    await expect(form.password).toBeFocused();
    await expect(form.password).toHaveValue('');
    await expect(form.erase).toBeChecked();
    await expect(form.reason('I worry about my data')).toBeChecked();
    await expect(form.reason('It is too hard to use')).not.toBeChecked();
    await expect(form.comment).toHaveValue('두 번째 계정이 있어요 & <b>more</b>');
    await open(AccountPage.path);
    await expect(form.nameLink(account.username)).toBeVisible();
  });

  test('S16 a reason that is too long is refused and kept', async ({ page, open, guard, account }) => {
    guard.expects(422, /delete$/);
    const form = new DeletePage(page);
    await open(DeletePage.path);
    await form.comment.fill('가'.repeat(2_001));
    await form.send(account.password);

    await expect(form.comment).toHaveAccessibleDescription(/Use at most 2000 characters; this has 2001\.$/);
    await expect(form.comment).toHaveValue('가'.repeat(2_001));
    await expect(form.comment).toBeFocused();
    await form.comment.fill('가'.repeat(2_000));
    await form.send(account.password);
    await expectGoodbye(page);
  });

  test('afterwards the password does not work, the name is free, and its new user gets nothing of the old one', async ({
    page,
    context,
    open,
    guard,
    account,
  }) => {
    guard.expects(422, /login$/);
    const path = await writeArticle(context, `Before, ${account.username}`);
    const [form, login, article] = [new DeletePage(page), new LoginPage(page), new ArticlePage(page)];
    await open(DeletePage.path);
    await form.send(account.password);
    await expectGoodbye(page);

    await open(LoginPage.path);
    await login.send(account.username, account.password);
    await expect(login.alert).toContainText('That user name and password do not match.');
    await context.clearCookies();
    await signUp(context, account.username);
    await open(path);
    await expect(form.nameLink(account.username)).toBeVisible();
    await expect(article.edit).toBeHidden();
    await expect(article.article.getByText('a former member', { exact: true })).toBeVisible();
  });

  test('B68 an open tab is anonymous without an error', async ({ page, context, open, guard, account }) => {
    guard.expects(401, /update$/);
    await withoutSessionEvents(context);
    const [tab, another] = [await context.newPage(), await context.newPage()];
    const [stale, staleForm] = [new ArticlePage(tab), new UpdatePage(another)];
    await open('/articles/', tab);
    await open(UpdatePage.path, another);
    await open(DeletePage.path);
    await new DeletePage(page).send(account.password);
    await expectGoodbye(page);

    await expect(stale.nameLink(account.username)).toBeVisible();
    await stale.logOut();
    await expect(tab).toHaveURL('/articles/');
    await expect(stale.logInLink).toBeVisible();
    await staleForm.firstName.fill('Nobody');
    await staleForm.submit.click();
    await expect(another).toHaveURL(`${LoginPage.path}?next=${UpdatePage.path}`);
    await expect(staleForm.logInLink).toBeVisible();
  });
});

test('a user without articles is not asked about them', async ({ page, open, account }) => {
  const form = new DeletePage(page);
  await open(DeletePage.path);

  await expect(form.deleted.filter({ hasText: 'This session and your recent activity' })).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(0);
  await form.send(account.password);
  await expectGoodbye(page);
});

test('Cancel leads back', async ({ page, open, account }) => {
  const form = new DeletePage(page);
  await open(DeletePage.path);
  await form.password.fill(PASSWORD);
  await form.stay.click();

  await expect(page).toHaveURL(AccountPage.path);
  await expect(form.nameLink(account.username)).toBeVisible();
});

test('the goodbye page is public and names no user', async ({ page, open, account }) => {
  const site = new DeletePage(page);
  await open(DeletePage.goodbye);
  await expect(site.heading).toHaveText('Goodbye');
  await expect(site.nameLink(account.username)).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(account.username);
});
