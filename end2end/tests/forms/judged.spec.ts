// What is wrong with a field: it goes while the field is filled, and comes back where the user leaves it wrong again.
import { PASSWORD, freshName } from '../../fixtures/users.ts';
import { expect, test } from '../../fixtures/test.ts';
import { UpdatePage } from '../../pages/account.ts';
import { LoginPage, SignupPage } from '../../pages/accounts.ts';

test.describe('in a page that is interactive', { tag: '@hydrated' }, () => {
  test('the error of an empty field goes while it is filled, and comes back when it is left empty', async ({ page, open, guard }) => {
    guard.expects(422, /login$/);
    const form = new LoginPage(page);
    await open(LoginPage.path);
    await form.submit.click();
    await expect(form.username).toHaveAccessibleDescription('Enter a user name.');

    await form.username.pressSequentially('j');
    await expect(form.username).not.toHaveAttribute('aria-invalid');
    await expect(form.username).toHaveAccessibleDescription('');
    await expect(form.password).toHaveAccessibleDescription('Enter your password.');
    await form.username.fill('');
    await form.password.focus();
    await expect(form.username).toHaveAccessibleDescription('Enter a user name.');
    await expect(form.username).toHaveAttribute('aria-invalid', 'true');
  });

  test('a field that was never wrong may be left empty on the way', async ({ page, open }) => {
    const form = new LoginPage(page);
    await open(LoginPage.path);
    await form.username.focus();
    await form.password.focus();
    await form.username.focus();

    await expect(page.locator('[aria-invalid]')).toHaveCount(0);
  });

  test('leaving a field for a button judges nothing, so the button stays under the pointer', async ({ page, open, guard }) => {
    guard.expects(422, /login$/);
    const form = new LoginPage(page);
    await open(LoginPage.path);
    await form.submit.click();
    await expect(form.password).toHaveAttribute('aria-invalid', 'true');
    await form.password.fill('x');
    await form.password.fill('');
    await form.show('Password').focus();

    await expect(form.password).not.toHaveAttribute('aria-invalid');
  });

  test('two passwords that differ, and an address that is none, are told without sending them', async ({ page, open }) => {
    const signup = new SignupPage(page);
    await open(SignupPage.path);
    await signup.fill(freshName(), PASSWORD, `${PASSWORD}!`);
    await signup.username.focus();
    await expect(signup.confirmation).toHaveAccessibleDescription('The two passwords are not the same.');
    await signup.password.fill(`${PASSWORD}!`);
    await expect(signup.confirmation).not.toHaveAttribute('aria-invalid');
    await signup.submit.click();
    await expect(page).toHaveURL('/articles/');

    const profile = new UpdatePage(page);
    await open(UpdatePage.path);
    await profile.email.fill('nonsense');
    await profile.firstName.focus();
    await expect(profile.email).toHaveAccessibleDescription(/Enter an e-mail address such as name@example\.com\.$/);
    await profile.email.fill('anna@example.com');
    await profile.firstName.focus();
    await expect(profile.email).not.toHaveAttribute('aria-invalid');
  });

  test('passwords stay when only another field was wrong, and go when one of them was', async ({ page, open, guard }) => {
    guard.expects(422, /signup$/);
    const form = new SignupPage(page);
    await open(SignupPage.path);
    await form.send('no spaces here', PASSWORD);
    await expect(form.username).toHaveAttribute('aria-invalid', 'true');
    await expect(form.username).toBeFocused();
    for (const field of [form.password, form.confirmation]) {
      await expect(field).toHaveValue(PASSWORD);
    }
    await form.send(freshName(), '123');
    await expect(form.confirmation).toHaveAttribute('aria-invalid', 'true');
    for (const field of [form.password, form.confirmation]) {
      await expect(field).toHaveValue('');
    }
  });
});

test('what a keyboard on a screen should know stands on the fields', async ({ page, open, account }) => {
  const form = new UpdatePage(page);
  await open(UpdatePage.path);
  await expect(form.email).toHaveAttribute('type', 'email');
  await expect(form.email).toHaveAttribute('autocapitalize', 'none');
  await expect(form.firstName).toHaveAttribute('autocapitalize', 'words');
  await expect(form.firstName).toHaveAttribute('enterkeyhint', 'next');
  await expect(form.lastName).toHaveAttribute('enterkeyhint', 'done');
  await expect(form.nameLink(account.username)).toBeVisible();
});
