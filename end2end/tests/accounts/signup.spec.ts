// Signing up: B11 to B17, S8.
import { PASSWORD, freshName, signUp } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { SignupPage } from '../../pages/accounts.ts';

inEveryState(() => {
  test('B15 a new user is logged in at once', async ({ page, open, hydrated }) => {
    const form = new SignupPage(page);
    const username = freshName();
    await open(SignupPage.path);
    await form.send(username, PASSWORD);

    await expect(page).toHaveURL('/articles/');
    await expect(form.nameLink(username)).toBeVisible();
    await expect(form.writeLink).toBeVisible();
    await expect(form.menuButton).toBeVisible();
    await expect(form.logInLink).toBeHidden();
    await expect(form.signUpLink).toBeHidden();
    await hydrated(page);
  });

  test('B12 every empty field has an error, and the first one has the focus', async ({ page, open, guard }) => {
    guard.expects(422, /signup$/);
    const form = new SignupPage(page);
    await open(SignupPage.path);
    await form.submit.click();

    for (const [field, required] of [
      [form.username, /Enter a user name\.$/],
      [form.password, /Enter a password\.$/],
      [form.confirmation, /Enter the password again\.$/],
    ] as const) {
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(field).toHaveAccessibleDescription(required);
    }
    await expect(form.username).toBeFocused();
  });

  test('B12 two different passwords are one error, on the confirmation', async ({ page, open, guard }) => {
    guard.expects(422, /signup$/);
    const form = new SignupPage(page);
    const username = freshName();
    await open(SignupPage.path);
    await form.send(username, PASSWORD, `${PASSWORD}!`);

    await expect(form.confirmation).toHaveAccessibleDescription('The two passwords are not the same.');
    await expect(form.confirmation).toHaveAttribute('aria-invalid', 'true');
    await expect(form.confirmation).toBeFocused();
    await expect(form.username).not.toHaveAttribute('aria-invalid');
    await expect(form.password).not.toHaveAttribute('aria-invalid');
    await expect(form.username).toHaveValue(username);
  });

  test('B12 all errors of a password stand on the confirmation at once', async ({ page, open, guard }) => {
    guard.expects(422, /signup$/);
    const form = new SignupPage(page);
    await open(SignupPage.path);
    await form.send(freshName(), '1234567');

    await expect(form.confirmation).toHaveAccessibleDescription(/too short.*at least 8.*just numbers/);
    await expect(form.confirmation).toBeFocused();
  });

  test('B21 a common password is refused', async ({ page, open, guard }) => {
    guard.expects(422, /signup$/);
    const form = new SignupPage(page);
    await open(SignupPage.path);
    await form.send(freshName(), 'Password1');

    await expect(form.confirmation).toHaveAccessibleDescription('This password is too common: many people use it.');
  });

  test('B13 a password close to the new name is refused, on the confirmation', async ({ page, open, guard }) => {
    guard.expects(422, /signup$/);
    const form = new SignupPage(page);
    const username = freshName();
    await open(SignupPage.path);
    await form.send(username, `${username}!`);

    await expect(form.confirmation).toHaveAccessibleDescription('This password is too much like your user name.');
  });

  test('B5 a name that differs only in case from one that exists is taken', async ({ page, open, guard, otherBrowser }) => {
    guard.expects(422, /signup$/);
    const { username } = await signUp((await otherBrowser()).context());
    const form = new SignupPage(page);
    await open(SignupPage.path);
    await form.send(username.toUpperCase(), PASSWORD);

    await expect(form.username).toHaveAccessibleDescription(/That user name is taken\.$/);
    await expect(form.username).toBeFocused();
  });

  test('B14 after a refusal the name is still there and the passwords are empty again', async ({
    page,
    open,
    guard,
  }) => {
    guard.expects(422, /signup$/);
    const form = new SignupPage(page);
    const username = freshName();
    await open(SignupPage.path);
    await form.send(username, 'short');

    await expect(form.confirmation).toHaveAttribute('aria-invalid', 'true');
    await expect(form.username).toHaveValue(username);
    await expect(form.password).toHaveValue('');
    await expect(form.confirmation).toHaveValue('');
    await expect(page).toHaveURL(SignupPage.path);
    expect(await page.content()).not.toContain('value="short"');
  });

  test('S6 a visitor who wanted to write signs up and reaches the form', async ({ page, open }) => {
    const form = new SignupPage(page);
    await open(`${SignupPage.path}?next=/articles/create/`);
    await form.send(freshName(), PASSWORD);

    await expect(page).toHaveURL('/articles/create/');
  });
});

test('a refusal is shown for one load of the page only', async ({ page, open, guard }) => {
  guard.expects(422, /signup$/);
  const form = new SignupPage(page);
  await open(SignupPage.path);
  await form.send(freshName(), 'short');
  await expect(form.confirmation).toHaveAttribute('aria-invalid', 'true');
  await open(SignupPage.path);

  await expect(form.heading).toHaveText('Sign up');
  await expect(form.confirmation).not.toHaveAttribute('aria-invalid');
  await expect(form.username).toHaveValue('');
});

test('B11 the fields stand in order with the names that password managers know', async ({ page, open }) => {
  const form = new SignupPage(page);
  await open(SignupPage.path);

  await expect(form.username).toBeFocused();
  await expect(form.username).toHaveAttribute('autocomplete', 'username');
  await expect(form.username).toHaveAttribute('autocapitalize', 'none');
  await expect(form.password).toHaveAttribute('autocomplete', 'new-password');
  await expect(form.confirmation).toHaveAttribute('autocomplete', 'new-password');
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(3);
});

test('B17 a logged-in user is redirected from the sign-up page to the articles', async ({ page, open, account }) => {
  await open(SignupPage.path);

  await expect(page).toHaveURL('/articles/');
  await expect(new SignupPage(page).nameLink(account.username)).toBeVisible();
});

test('B1 names of other scripts can be chosen', async ({ page, open }) => {
  const form = new SignupPage(page);
  const username = freshName('홍길동');
  await open(SignupPage.path);
  await form.send(username, PASSWORD);

  await expect(form.nameLink(username)).toBeVisible();
});

test('B13 the rules follow the password and the name while they are typed', { tag: '@hydrated' }, async ({ page, open }) => {
  const form = new SignupPage(page);
  const username = freshName();
  await open(SignupPage.path);
  await form.password.fill(`${username}!`);
  await expect(form.rule('At least 8 characters')).toHaveAttribute('data-rule', 'kept');
  await expect(form.rule('Must not be like your name')).toHaveAttribute('data-rule', 'kept');
  await form.username.fill(username);
  await expect(form.rule('Must not be like your name')).toHaveAttribute('data-rule', 'broken');
  await form.password.fill(PASSWORD);
  await expect(form.rule('Must not be like your name')).toHaveAttribute('data-rule', 'kept');
});
