// The recent activity of an account, as its user reads it.
import { FIREFOX, FIREFOX_DEVICE, THIS_DEVICE, failToLogIn, logIn, signUp } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { AccountPage, ActivityPage, PasswordPage, SessionsPage } from '../../pages/account.ts';

inEveryState(() => {
  test('logins, failed ones and a password change are listed with device and address, the newest first', async ({
    page,
    open,
    hydrated,
    account,
    otherBrowser,
  }) => {
    const other = (await otherBrowser(FIREFOX)).context();
    await failToLogIn(other, account.username);
    await logIn(other, account);
    const [home, form, activity] = [new AccountPage(page), new PasswordPage(page), new ActivityPage(page)];
    await open(PasswordPage.path);
    await form.send(account.password, 'a brass key under the doormat');
    await expect(page).toHaveURL(PasswordPage.done);
    await hydrated(page);

    await open(AccountPage.path);
    await expect(activity.entries).toHaveCount(3);
    await home.link('All recent activity').click();
    await expect(activity.heading).toHaveText('Recent activity');
    await expect(activity.entries).toHaveCount(4);
    for (const [place, event, device] of [
      [0, 'Password changed', THIS_DEVICE],
      [1, 'Logged in', FIREFOX_DEVICE],
      [2, 'Failed login', FIREFOX_DEVICE],
      [3, 'Signed up', THIS_DEVICE],
    ] as const) {
      await expect(activity.entries.nth(place)).toContainText(event);
      await expect(activity.entries.nth(place)).toContainText(device);
      await expect(activity.entries.nth(place)).toContainText('127.0.0.1');
      await expect(activity.entries.nth(place).getByRole('time')).toBeVisible();
    }
  });
});

test('an ended session is listed, and no user reads the activity of another', async ({ page, open, account, otherBrowser }) => {
  const other = await otherBrowser(FIREFOX);
  await logIn(other.context(), account);
  const [sessions, activity] = [new SessionsPage(page), new ActivityPage(page)];
  await open(SessionsPage.path);
  await sessions.end(FIREFOX_DEVICE).click();
  await expect(sessions.notice('The session has ended.')).toBeVisible();
  await open(ActivityPage.path);
  await expect(activity.entry('Ended another session')).toContainText(THIS_DEVICE);

  await signUp(other.context());
  await open(ActivityPage.path, other);
  await expect(new ActivityPage(other).entries).toHaveCount(1);
  await expect(new ActivityPage(other).entry('Signed up')).toBeVisible();
});

test('long activity is paged', async ({ page, open, hydrated, account, otherBrowser }) => {
  await failToLogIn((await otherBrowser(FIREFOX)).context(), account.username, 20);
  const activity = new ActivityPage(page);
  await open(ActivityPage.path);
  await expect(activity.entries).toHaveCount(20);
  await expect(activity.entry('Signed up')).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Older' }).click();
  await expect(activity.entry('Signed up')).toBeVisible();
  await expect(activity.entries).toHaveCount(1);
  await hydrated(page);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Newer' }).click();
  await expect(activity.entries).toHaveCount(20);
});

test('the page says what to do about activity that the user does not recognise', async ({ page, open, hydrated, account }) => {
  const activity = new ActivityPage(page);
  await open(ActivityPage.path);
  await expect(activity.nameLink(account.username)).toBeVisible();
  await hydrated(page);
  await page.getByRole('main').getByRole('link', { name: 'Change your password' }).click();

  await expect(page).toHaveURL(PasswordPage.path);
});
