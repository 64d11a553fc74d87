// A password link, which staff hands over and with which a user sets a new password (B72 to B75).
import { addUser, freshName, signUp, signUpWith } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ResetPage, UserPage, UsersPage } from '../../pages/staff.ts';

const NEW = 'a staple that nobody guesses';

/** Creates a link on the page of a user; gives its path. */
async function makeLink(user: UserPage) {
  await user.makeLink.click();
  await expect(user.link).toBeVisible();
  const { pathname } = new URL(await user.link.inputValue(), user.page.url());
  expect(pathname).toMatch(/^\/accounts\/reset\/[^/]+\/$/);
  return pathname;
}

inEveryState(() => {
  test('a password link is shown once, works once in another browser, and the new password logs in', async ({
    page,
    context,
    open,
    hydrated,
    guard,
    otherBrowser,
  }) => {
    guard.expects(422, /reset$/);
    await signUpWith(context, ['--superuser']);
    const [username, other] = [freshName('emil'), await otherBrowser()];
    const [user, reset, login] = [new UserPage(page), new ResetPage(other), new LoginPage(other)];
    const path = await addUser(context, username);
    await open(path);
    const link = await makeLink(user);
    await open(path);
    await expect(user.heading).toHaveText(username);
    await expect(user.link).toHaveCount(0);

    await open(link, other);
    await expect(other).toHaveURL(ResetPage.path);
    await expect(reset.heading).toHaveText('Set a new password');
    await expect(other.getByRole('main')).toContainText(`New password for ${username}.`);
    await reset.send(NEW, 'something else');
    await expect(reset.confirmation).toHaveAccessibleDescription(/The two passwords are not the same\./);
    await reset.send(NEW);
    await expect(other).toHaveURL(ResetPage.done);
    await expect(reset.heading).toHaveText('Password set');
    await expect(reset.logInLink).toBeVisible();

    for (const address of [link, ResetPage.path]) {
      await open(address, other);
      await expect(reset.heading).toHaveText('This link is not valid');
    }
    await open(LoginPage.path, other);
    await login.send(username, NEW);
    await expect(login.nameLink(username)).toBeVisible();
    await open(path);
    await hydrated(page);
    await expect(user.fact(/^Set$/)).toBeVisible();
  });

  test('a password set by a link ends all sessions of its user', async ({ page, context, open, otherBrowser }) => {
    await signUpWith(context, ['--superuser']);
    const [other, third] = [await otherBrowser(), await otherBrowser()];
    const member = await signUp(other.context());
    const [user, reset] = [new UserPage(page), new ResetPage(third)];
    await open(`${UsersPage.path}?q=${member.username}`);
    await user.part(member.username).click();
    await open(await makeLink(user), third);
    await reset.send(NEW);
    await expect(reset.heading).toHaveText('Password set');

    await open('/articles/', other);
    await expect(new LoginPage(other).logInLink).toBeVisible();
  });
});

test('the whole address of the link can be copied', { tag: '@hydrated' }, async ({ page, context, open, baseURL }) => {
  await signUpWith(context, ['--superuser']);
  const user = new UserPage(page);
  await open(await addUser(context, freshName('emil')));
  await user.makeLink.click();

  await expect(user.link).toHaveValue(new RegExp(`^${baseURL}/accounts/reset/`));
  await user.link.focus();
  expect(await user.link.evaluate((field: HTMLInputElement) => field.selectionEnd)).toBe((await user.link.inputValue()).length);

  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await user.copyLink.click();
  await expect(user.copyLink).toHaveText('Link copied');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await user.link.inputValue());
});

test('where the browser refuses to copy, the link is selected', { tag: '@hydrated' }, async ({ page, context, open, hydrated }) => {
  await signUpWith(context, ['--superuser']);
  const user = new UserPage(page);
  await open(await addUser(context, freshName('emil')));
  await user.makeLink.click();
  await expect(user.link).toBeVisible();
  await hydrated(page);
  await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error())');
  await user.heading.click();
  await user.copyLink.click();
  await expect(user.link).toBeFocused();
  await expect(user.copyLink).toHaveText('Copy link');
});

test('an invalid link leads to a page that says so, and to the login', async ({ page, open, hydrated }) => {
  const reset = new ResetPage(page);
  for (const path of ['/accounts/reset/nonsense/', '/accounts/reset/1-2-3/', ResetPage.path]) {
    await open(path);
    await expect(page).toHaveURL(ResetPage.path);
    await expect(reset.heading).toHaveText('This link is not valid');
  }
  await hydrated(page);
  await reset.part('Log in').click();
  await expect(page).toHaveURL(LoginPage.path);
});
