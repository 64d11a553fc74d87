// The pages of an account, one picture for each page and state.
import type { BrowserContext } from '@playwright/test';
import { type Account, FIREFOX, failToLogIn, freshName, logIn, saveProfile, signUp, writeArticle } from '../fixtures/users.ts';
import { STRICT_SITE, THROTTLED_SITE } from '../fixtures/server.ts';
import { expect } from '../fixtures/test.ts';
import {
  AccountPage,
  ActivityPage,
  DeletePage,
  PasswordPage,
  ReauthenticatePage,
  SessionsPage,
  StepUpDialog,
  UpdatePage,
} from '../pages/account.ts';
import { LoginPage } from '../pages/accounts.ts';
import { test } from './shoot.ts';

const AGENTS = [
  FIREFOX.userAgent,
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36',
  'something <b>unheard of</b>',
];

test.setTimeout(60_000);

type Visit = (name: string) => Promise<unknown>;

/** An account with a name and articles. */
async function signUpAndWrite(context: BrowserContext): Promise<Account> {
  const account = await signUp(context, freshName('홍길동'));
  await saveProfile(context, { email: 'gildong.hong@example.com', first_name: '길동', last_name: '홍' });
  for (const title of ['바다를 처음 본 날', 'What the locksmith taught me']) {
    await writeArticle(context, title);
  }
  return account;
}

/** The password page: empty, refused, and while a user types. */
async function shootPassword(password: PasswordPage, open: Visit, shoot: Visit): Promise<void> {
  await open(PasswordPage.path);
  await shoot('password');
  await password.send('not the password', '1234567');
  await expect(password.confirmation).toHaveAttribute('aria-invalid', 'true');
  await shoot('password-errors');
  await password.password.fill('길동 홍의 자물쇠');
  await password.show('New password').click();
  await expect(password.rule('At least 8 characters')).toHaveAttribute('data-rule', 'kept');
  await password.old.focus();
  const capsLock = { key: 'A', modifierCapsLock: true, bubbles: true };
  await password.old.evaluate((field, init) => void field.dispatchEvent(new KeyboardEvent('keydown', init)), capsLock);
  await expect(password.capsLock).toBeVisible();
  await shoot('password-typing');
}

test('an account in use', async ({ page, context, open, shoot, guard, otherBrowser }) => {
  guard.expects(422, /./);
  const account = await signUpAndWrite(context);
  for (const userAgent of AGENTS) {
    const other = (await otherBrowser({ userAgent })).context();
    await failToLogIn(other, account.username);
    await logIn(other, account);
  }
  await open(AccountPage.path);
  await shoot('account');
  await open(UpdatePage.path);
  await shoot('profile-edit');
  await open(SessionsPage.path);
  await shoot('sessions');
  await open(ActivityPage.path);
  await shoot('activity');
  await open(ReauthenticatePage.path);
  await shoot('reauthenticate');

  const [update, password, deletion] = [new UpdatePage(page), new PasswordPage(page), new DeletePage(page)];
  await open(UpdatePage.path);
  await update.email.fill('길동 홍');
  await update.lastName.fill('홍'.repeat(151));
  await update.submit.click();
  await expect(update.email).toHaveAttribute('aria-invalid', 'true');
  await shoot('profile-edit-errors');

  await shootPassword(password, open, shoot);

  await open(DeletePage.path);
  await shoot('leaving');
  await deletion.erase.check();
  await deletion.reason('I have another account').check();
  await deletion.comment.fill('두 번째 계정이 있어요. 그동안 고마웠습니다.');
  await deletion.send('not the password');
  await expect(deletion.password).toHaveAttribute('aria-invalid', 'true');
  await shoot('leaving-error');

  await open(UpdatePage.path);
  await update.firstName.fill('길순');
  await update.submit.click();
  await expect(update.notice('Profile saved.')).toBeVisible();
  await shoot('account-saved');
  await open(SessionsPage.path);
  await new SessionsPage(page).end('Unknown device').click();
  await expect(update.notice('The session has ended.')).toBeVisible();
  await shoot('session-ended');
  await open(PasswordPage.path);
  await password.send(account.password, '길동 홍의 자물쇠');
  await expect(password.heading).toHaveText('Password changed');
  await shoot('password-done');
  await open(DeletePage.path);
  await deletion.send('길동 홍의 자물쇠');
  await expect(deletion.heading).toHaveText('Goodbye');
  await shoot('goodbye');
});

test('an account that is new', async ({ context, open, shoot }) => {
  await signUp(context, freshName('W').padEnd(150, 'W'));
  await open(SessionsPage.path);
  await shoot('sessions-one');
  await open(PasswordPage.path);
  await shoot('password-one-session');
  await open(DeletePage.path);
  await shoot('leaving-nothing');
});

test.describe('where the password is asked for each time', () => {
  test.use({ baseURL: STRICT_SITE });

  test('the dialog', async ({ page, context, open, shoot, guard }) => {
    guard.expects(403, /update$/);
    guard.expects(422, /reauthenticate$/);
    await signUp(context, freshName('이서연'));
    const [form, prompt] = [new UpdatePage(page), new StepUpDialog(page)];
    await open(UpdatePage.path);
    await form.email.fill('seoyeon@example.com');
    await form.firstName.fill('서연');
    await form.lastName.fill('이');
    await form.submit.click();
    await expect(prompt.password).toBeFocused();
    await shoot('dialog');
    await prompt.send('not the password');
    await expect(prompt.password).toHaveAttribute('aria-invalid', 'true');
    await shoot('dialog-error');
  });

  test.describe('before hydration', () => {
    test.use({ wasm: 'held' });

    test('the page that asks', async ({ page, context, open, shoot }) => {
      await signUp(context, freshName('이서연'));
      const form = new UpdatePage(page);
      await open(UpdatePage.path);
      await form.email.fill('seoyeon@example.com');
      await form.submit.click();
      await expect(new ReauthenticatePage(page).title).toBeVisible();
      await shoot('reauthenticate-waiting');
    });
  });
});

test.describe('with throttling', () => {
  test.use({ baseURL: THROTTLED_SITE });

  test('the wait', async ({ page, context, open, shoot, guard }) => {
    guard.expects(429, /login$/);
    const login = new LoginPage(page);
    const username = freshName('김하늘');
    await failToLogIn(context, username, 6);
    await open(LoginPage.path);
    await login.send(username, 'another guess');
    await expect(login.alert).toContainText('Too many tries.');
    await shoot('login-wait');
  });
});
