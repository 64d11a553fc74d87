// Throttling: failed attempts make the next one wait (NIST SP 800-63B 3.2.2, ASVS 6.3.1). All requests come from one address, so these
// tests use few sign-ups (20 an hour) and few failures (50 an hour).
import { failToLogIn, freshName, logOut } from '../../fixtures/users.ts';
import { THROTTLED_SITE } from '../../fixtures/server.ts';
import { expect, test } from '../../fixtures/test.ts';
import { PasswordPage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';

/** The number of attempts that may fail before the next one has to wait. */
const UNTIL_WAIT = 6;

test.use({ baseURL: THROTTLED_SITE });

test('after the sixth failure the form shows the wait and keeps the name', async ({ page, context, open, guard }) => {
  guard.expects(422, /login$/);
  guard.expects(429, /login$/);
  const login = new LoginPage(page);
  const username = freshName('nobody');
  await failToLogIn(context, username, UNTIL_WAIT - 1);
  await open(LoginPage.path);
  await login.send(username, 'guess number 6');
  await expect(login.alert).toContainText('That user name and password do not match.');
  await expect(login.alert).toBeFocused();
  await login.send(username, 'guess number 7');

  await expect(login.alert).toContainText(/^Too many tries\. You can try again in (30|2\d) seconds\.$/);
  await expect(login.alert).toBeFocused();
  await expect(login.username).toHaveValue(username);
});

test('a browser that has logged in before can log in while another one has to wait', async ({
  page,
  context,
  open,
  guard,
  account,
  otherBrowser,
}) => {
  guard.expects(429, /login$/);
  await logOut(context);
  const guessing = await otherBrowser();
  await failToLogIn(guessing.context(), account.username, UNTIL_WAIT);
  const [mine, theirs] = [new LoginPage(page), new LoginPage(guessing)];
  await open(LoginPage.path, guessing);
  await theirs.send(account.username, account.password);
  await expect(theirs.alert).toContainText('Too many tries.');

  await open(LoginPage.path);
  await mine.send(account.username, account.password);
  await expect(mine.nameLink(account.username)).toBeVisible();
});

test('a logged-in user has to wait too after guessing the old password', async ({ page, context, open, guard, account }) => {
  guard.expects(429, /password$/);
  const form = new PasswordPage(page);
  const [news, wrong] = ['a brass key under the doormat', 'not the password'];
  for (let time = 1; time <= UNTIL_WAIT; time += 1) {
    const fields = { old_password: wrong, new_password1: news, new_password2: news };
    await context.request.post('/api/accounts/password', { form: fields, maxRedirects: 0 });
  }
  await open('/articles/');
  await expect(form.nameLink(account.username)).toBeVisible();
  await context.request.get(PasswordPage.path);
  await open(PasswordPage.path);
  await form.send(account.password, news);

  await expect(form.alert).toContainText('Too many tries. You can try again in ');
});

test('the wait is counted down, and read aloud once', { tag: '@hydrated' }, async ({ page, context, open, guard }) => {
  guard.expects(429, /login$/);
  const login = new LoginPage(page);
  const username = freshName('nobody');
  await failToLogIn(context, username, UNTIL_WAIT);
  await page.clock.install();
  await open(LoginPage.path);
  await login.send(username, 'another guess');
  await expect(login.alert).toContainText(/try again in \d+ seconds\.$/);
  const first = (await login.alert.textContent()) ?? '';
  await expect(login.alert).not.toHaveText(first);
  await expect(login.alert).toContainText(/try again in \d+ seconds\.$/);
  await expect(login.alert.getByRole('paragraph')).toHaveAttribute('aria-live', 'off');
  await page.clock.fastForward(31_000);

  await expect(login.alert).toHaveText('You can try again now.');
});
