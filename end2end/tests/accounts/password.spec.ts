// The password change: B62 to B65, and which sessions it ends.
import { FIREFOX, FIREFOX_DEVICE, PASSWORD, logIn, saveProfile } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { AccountPage, PasswordPage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';

const NEW = 'a brass key under the doormat';
const WRONG_OLD = 'That is not your password.';

inEveryState(() => {
  test('B64 a new password is set: this session continues under another id, the other one ends', async ({
    page,
    context,
    open,
    hydrated,
    account,
    otherBrowser,
  }) => {
    const other = await otherBrowser(FIREFOX);
    await logIn(other.context(), account);
    const form = new PasswordPage(page);
    await open(AccountPage.path);
    await new AccountPage(page).link('Change password').click();
    await expect(form.heading).toHaveText('Change password');
    await hydrated(page);
    await expect(form.ending.getByRole('listitem')).toHaveText(new RegExp(`^${FIREFOX_DEVICE}, 127\\.0\\.0\\.1, last used `));
    const [before] = await context.cookies();
    await form.send(account.password, NEW);

    await expect(page).toHaveURL(PasswordPage.done);
    await expect(form.heading).toHaveText('Password changed');
    await expect(form.nameLink(account.username)).toBeVisible();
    const [after] = await context.cookies();
    expect(after?.name).toBe('sessionid');
    expect(after?.value).not.toBe(before?.value);
    await open(AccountPage.path);
    await expect(form.heading).toHaveText('Your account');
    await open('/articles/', other);
    await expect(new LoginPage(other).logInLink).toBeVisible();
  });

  test('B64 afterwards only the new password opens the account', async ({ page, open, guard, account, otherBrowser }) => {
    guard.expects(422, /login$/);
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await form.send(account.password, NEW);
    await expect(page).toHaveURL(PasswordPage.done);

    const other = await otherBrowser();
    const login = new LoginPage(other);
    await open(LoginPage.path, other);
    await login.send(account.username, account.password);
    await expect(login.alert).toContainText('That user name and password do not match.');
    await expect(login.alert).toBeFocused();
    await login.send(account.username, NEW);
    await expect(login.nameLink(account.username)).toBeVisible();
  });

  test('B63 a wrong old password is an error on the old field alone, and no password is shown again', async ({
    page,
    open,
    guard,
    isHydrated,
    account,
  }) => {
    guard.expects(422, /password$/);
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await expect(form.nameLink(account.username)).toBeVisible();
    await form.send('not the password', NEW);

    await expect(form.old).toHaveAccessibleDescription(WRONG_OLD);
    await expect(form.old).toHaveAttribute('aria-invalid', 'true');
    await expect(form.old).toBeFocused();
    for (const field of [form.password, form.confirmation]) {
      await expect(field).not.toHaveAttribute('aria-invalid');
    }
    // What was not wrong stays in a page that is still there.
    await expect(form.old).toHaveValue('');
    for (const field of [form.password, form.confirmation]) {
      await expect(field).toHaveValue(isHydrated ? NEW : '');
    }
    await expect(page).toHaveURL(PasswordPage.path);
  });

  test('B63 two different passwords are one error, on the confirmation', async ({ page, open, guard, account }) => {
    guard.expects(422, /password$/);
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await form.send(account.password, NEW, `${NEW}!`);

    await expect(form.confirmation).toHaveAccessibleDescription('The two passwords are not the same.');
    await expect(form.confirmation).toBeFocused();
    for (const field of [form.old, form.password]) {
      await expect(field).not.toHaveAttribute('aria-invalid');
    }
  });

  test('B63 all errors of the new password stand on the confirmation at once', async ({ page, open, guard, account }) => {
    guard.expects(422, /password$/);
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await form.send(account.password, '1234567');

    await expect(form.confirmation).toHaveAccessibleDescription(/too short.*at least 8.*just numbers/);
    await expect(form.confirmation).toBeFocused();
    await expect(form.password).not.toHaveAttribute('aria-invalid');
  });

  test("B63 a password close to the user's data is refused, and a common one", async ({ page, context, open, guard, account }) => {
    guard.expects(422, /password$/);
    await saveProfile(context, { first_name: 'Wilhelmina', email: 'mina@allotment-garden.example' });
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    for (const [password, error] of [
      ['Wilhelmina1', 'This password is too much like your given name.'],
      ['allotment-garden', 'This password is too much like your e-mail address.'],
      [`${account.username}!`, 'This password is too much like your user name.'],
      ['Password1', 'This password is too common: many people use it.'],
    ] as const) {
      await form.send(account.password, password);
      await expect(form.confirmation).toHaveAccessibleDescription(error);
      await expect(form.confirmation).toBeFocused();
    }
  });

  test('B63 every empty field has an error, and the first one has the focus', async ({ page, open, guard, account }) => {
    guard.expects(422, /password$/);
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await expect(form.nameLink(account.username)).toBeVisible();
    await form.submit.click();

    await expect(form.old).toHaveAccessibleDescription(/Enter your old password\.$/);
    await expect(form.password).toHaveAccessibleDescription(/Enter a new password\.$/);
    await expect(form.confirmation).toHaveAccessibleDescription(/Enter the password again\.$/);
    await expect(form.old).toBeFocused();
  });

  test('B65 the same password may be chosen again', async ({ page, context, open, account }) => {
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    const [before] = await context.cookies();
    await form.send(account.password, account.password);

    await expect(page).toHaveURL(PasswordPage.done);
    await expect(form.nameLink(account.username)).toBeVisible();
    expect((await context.cookies())[0]?.value).not.toBe(before?.value);
  });
});

test('B62 the fields stand in order with the names that password managers know, and the old one has the focus', async ({
  page,
  open,
  account,
}) => {
  const form = new PasswordPage(page);
  await open(PasswordPage.path);

  await expect(form.nameLink(account.username)).toBeVisible();
  await expect(form.old).toBeFocused();
  await expect(form.old).toHaveAttribute('autocomplete', 'current-password');
  const fields = page.getByRole('main').getByLabel(/password/i);
  await expect(fields).toHaveCount(3);
  for (const [place, field] of [form.old, form.password, form.confirmation].entries()) {
    await expect(fields.nth(place)).toHaveAttribute('id', (await field.getAttribute('id')) ?? '');
    await expect(field).toHaveAttribute('type', 'password');
    await (place > 0 && expect(field).toHaveAttribute('autocomplete', 'new-password'));
  }
  await expect(page.getByText('You stay logged in here.', { exact: true })).toBeVisible();
});

test.describe('before hydration and without scripting', () => {
  test.use({ wasm: 'held' });

  test('no button is there that could not show a password', async ({ page, open, account }) => {
    const form = new PasswordPage(page);
    await open(PasswordPage.path);

    await expect(form.nameLink(account.username)).toBeVisible();
    await expect(form.submit).toBeVisible();
    await expect(page.getByRole('button', { name: /^Show / })).toHaveCount(0);
  });
});

test('the page after the change needs a login', async ({ page, open, hydrated, account }) => {
  const form = new PasswordPage(page);
  await open(PasswordPage.path);
  await form.send(account.password, PASSWORD);
  await expect(page).toHaveURL(PasswordPage.done);
  await hydrated(page);
  await page.getByRole('main').getByRole('link', { name: 'Your account' }).click();

  await expect(page).toHaveURL(AccountPage.path);
});
