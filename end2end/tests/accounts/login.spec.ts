// Logging in: B28, B56 to B61, S4, S6, and the cookie (L3).
import { freshName, signUp } from '../../fixtures/users.ts';
import { expect, inEveryState, test, type Page } from '../../fixtures/test.ts';
import { LoginPage } from '../../pages/accounts.ts';

const WRONG = 'That user name and password do not match.';

/** The account of a user who is not logged in here. */
async function member(otherBrowser: () => Promise<Page>) {
  return signUp((await otherBrowser()).context());
}

inEveryState(() => {
  test('S6 a visitor who wanted to write logs in and reaches the form', async ({ page, open, otherBrowser }) => {
    const { username, password } = await member(otherBrowser);
    const form = new LoginPage(page);
    await open('/articles/create/');
    await expect(page).toHaveURL('/accounts/login/?next=/articles/create/');
    await form.send(username, password);

    await expect(page).toHaveURL('/articles/create/');
    await expect(form.nameLink(username)).toBeVisible();
  });

  test('B61 a failed login keeps the name, empties the password and shows one error for all causes', async ({
    page,
    open,
    guard,
    otherBrowser,
  }) => {
    guard.expects(422, /login$/);
    const { username } = await member(otherBrowser);
    const form = new LoginPage(page);
    await open(LoginPage.path);
    for (const name of [username, freshName('nobody')]) {
      await form.send(name, 'not the password');

      await expect(form.alert).toHaveText(WRONG);
      await expect(form.alert).toBeFocused();
      await expect(form.username).toHaveValue(name);
      await expect(form.password).toHaveValue('');
      await expect(form.logInLink).toBeVisible();
    }
    expect((await page.context().cookies()).filter(({ expires }) => expires > 0)).toEqual([]);
  });

  test('S6 a failed login keeps the next page', async ({ page, open, guard, otherBrowser }) => {
    guard.expects(422, /login$/);
    const { username, password } = await member(otherBrowser);
    const form = new LoginPage(page);
    await open('/articles/create/');
    await form.send(username, 'not the password');
    await expect(form.alert).toHaveText(WRONG);
    await form.send(username, password);

    await expect(page).toHaveURL('/articles/create/');
  });

  test('B30 empty fields are required', async ({ page, open, guard }) => {
    guard.expects(422, /login$/);
    const form = new LoginPage(page);
    await open(LoginPage.path);
    await form.submit.click();

    await expect(form.username).toHaveAccessibleDescription('Enter a user name.');
    await expect(form.password).toHaveAccessibleDescription('Enter your password.');
    await expect(form.username).toBeFocused();
  });

  test('S12 a kept login has a cookie for two weeks that no script can read', async ({
    page,
    context,
    open,
    otherBrowser,
  }) => {
    const { username, password } = await member(otherBrowser);
    const form = new LoginPage(page);
    await open(LoginPage.path);
    await expect(form.keep).toBeChecked();
    await form.send(username, password);
    await expect(page).toHaveURL('/articles/');

    const [cookie, ...others] = await context.cookies();
    expect(others).toEqual([]);
    expect(cookie).toMatchObject({ name: 'sessionid', httpOnly: true, sameSite: 'Lax', path: '/', domain: '127.0.0.1' });
    const days = ((cookie?.expires ?? 0) - Date.now() / 1_000) / 86_400;
    expect(days).toBeGreaterThan(13.9);
    expect(days).toBeLessThan(14.1);
  });

  test('S12 a login that is not kept has a cookie until the browser closes', async ({
    page,
    context,
    open,
    otherBrowser,
  }) => {
    const { username, password } = await member(otherBrowser);
    const form = new LoginPage(page);
    await open(LoginPage.path);
    await form.keep.uncheck();
    await form.send(username, password);
    await expect(page).toHaveURL('/articles/');

    expect(await context.cookies()).toMatchObject([{ name: 'sessionid', expires: -1, httpOnly: true, sameSite: 'Lax' }]);
  });

  test('B56 an unsafe next is ignored', async ({ page, open, otherBrowser }) => {
    const { username, password } = await member(otherBrowser);
    const form = new LoginPage(page);
    await open(`${LoginPage.path}?next=${encodeURIComponent('//example.com/')}`);
    await form.send(username, password);

    await expect(page).toHaveURL('/articles/');
    await expect(form.nameLink(username)).toBeVisible();
  });
});

test('B56 no unsafe next reaches the form', async ({ page, open }) => {
  const unsafe = ['https://example.com/', '/\\example.com', 'javascript:alert(1)', '/%2Fexample.com', '/accounts/logout/'];
  for (const next of unsafe) {
    await open(`${LoginPage.path}?next=${encodeURIComponent(next)}`);
    await expect(page.locator('input[name=next]')).toHaveValue('');
    await expect(new LoginPage(page).signUpInstead).toHaveAttribute('href', '/accounts/signup/');
  }
});

test('S6 the link to the sign-up page keeps the next page', async ({ page, open, hydrated }) => {
  const form = new LoginPage(page);
  await open('/articles/create/');
  await form.signUpInstead.click();
  await expect(page).toHaveURL('/accounts/signup/?next=/articles/create/');
  await hydrated(page);
  await page.getByRole('main').getByRole('link', { name: 'Log in' }).click();

  await expect(page).toHaveURL('/accounts/login/?next=/articles/create/');
});

test('S6 the login link in the header leads back to its page', async ({ page, open, otherBrowser }) => {
  const { username, password } = await member(otherBrowser);
  const form = new LoginPage(page);
  await open('/articles/?before=1');
  await form.logInLink.click();
  await expect(form.heading).toHaveText('Log in');
  await form.send(username, password);

  await expect(page).toHaveURL('/articles/?before=1');
  await expect(form.nameLink(username)).toBeVisible();
});

test('B60 the fields have the names that password managers know', async ({ page, open }) => {
  const form = new LoginPage(page);
  await open(LoginPage.path);

  await expect(form.username).toBeFocused();
  await expect(form.username).toHaveAttribute('autocomplete', 'username');
  await expect(form.username).toHaveAttribute('autocapitalize', 'none');
  await expect(form.username).toHaveAttribute('maxlength', '150');
  await expect(form.password).toHaveAttribute('autocomplete', 'current-password');
});

test('S4 a logged-in user is redirected from the login page to the articles', async ({ page, open, account }) => {
  await open(LoginPage.path);
  await expect(page).toHaveURL('/articles/');
  await expect(new LoginPage(page).nameLink(account.username)).toBeVisible();

  await open(`${LoginPage.path}?next=/articles/create/`);
  await expect(page).toHaveURL('/articles/create/');
});

test('B5 the user name may be entered in another case, with a space after it', async ({ page, open, otherBrowser }) => {
  const { username, password } = await member(otherBrowser);
  const form = new LoginPage(page);
  await open(LoginPage.path);
  await form.send(`${username.toUpperCase()} `, password);

  await expect(page).toHaveURL('/articles/');
  await expect(form.nameLink(username)).toBeVisible();
});
