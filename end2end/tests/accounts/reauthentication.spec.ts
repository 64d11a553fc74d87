// Actions that need the password again, on a site that asks each time (ASVS 7.5.1, 7.5.3): in a dialog on a hydrated page, else on a
// page of its own. After the password the action is done.
import { FIREFOX, FIREFOX_DEVICE, logIn } from '../../fixtures/users.ts';
import { STRICT_SITE } from '../../fixtures/server.ts';
import { expect, inEveryState, test, withoutSessionEvents } from '../../fixtures/test.ts';
import { AccountPage, ReauthenticatePage, SessionsPage, StepUpDialog, UpdatePage, promptOf } from '../../pages/account.ts';
import { Site } from '../../pages/site.ts';

test.use({ baseURL: STRICT_SITE });

inEveryState(() => {
  test('another e-mail address needs the password, reports a wrong one, and is saved after the right one with all submitted values', async ({
    page,
    open,
    guard,
    isHydrated,
    account,
  }) => {
    guard.expects(403, /update$/);
    guard.expects(422, /reauthenticate$/);
    const [home, form, prompt] = [new AccountPage(page), new UpdatePage(page), promptOf(page, isHydrated)];
    await open(UpdatePage.path);
    await form.email.fill('anna@example.com');
    await form.firstName.fill('안나');
    await form.lastName.fill('김');
    await form.submit.click();

    await expect(prompt.title).toBeVisible();
    await expect(page).toHaveURL(isHydrated ? UpdatePage.path : ReauthenticatePage.path);
    await expect(prompt.password).toBeFocused();
    await expect(prompt.password).toHaveAttribute('autocomplete', 'current-password');
    await prompt.send('not the password');
    await expect(prompt.password).toHaveAccessibleDescription('That is not your password.');
    await expect(prompt.password).toBeFocused();
    await expect(prompt.password).toHaveValue('');
    await prompt.send(account.password);

    await expect(page).toHaveURL(AccountPage.path);
    await expect(home.notice('Profile saved.')).toBeVisible();
    await expect(home.fact(/^anna@example\.com$/)).toBeVisible();
    await expect(home.nameLink('김안나')).toBeVisible();
  });

  test('a password is good for one action: the next one asks again', async ({ page, open, guard, isHydrated, account }) => {
    guard.expects(403, /update$/);
    const [form, prompt] = [new UpdatePage(page), promptOf(page, isHydrated)];
    for (const email of ['first@example.com', 'second@example.com']) {
      await open(UpdatePage.path);
      await form.email.fill(email);
      await form.submit.click();
      await expect(prompt.title).toBeVisible();
      await prompt.send(account.password);
      await expect(new AccountPage(page).fact(email)).toBeVisible();
    }
  });

  test('Cancel changes nothing', async ({ page, open, guard, isHydrated, account }) => {
    guard.expects(403, /update$/);
    const [home, form, prompt] = [new AccountPage(page), new UpdatePage(page), promptOf(page, isHydrated)];
    await open(UpdatePage.path);
    await form.email.fill('anna@example.com');
    await form.firstName.fill('안나');
    await form.submit.click();
    await expect(prompt.title).toBeVisible();
    await prompt.cancel.click();

    await expect(prompt.title).toBeHidden();
    await open(AccountPage.path);
    await expect(home.nameLink(account.username)).toBeVisible();
    await expect(home.fact(/^Not set · Add$/)).toHaveCount(2);
  });

  test('names alone need no password', async ({ page, open, account }) => {
    const form = new UpdatePage(page);
    await open(UpdatePage.path);
    await expect(form.nameLink(account.username)).toBeVisible();
    await form.firstName.fill('안나');
    await form.submit.click();

    await expect(page).toHaveURL(AccountPage.path);
    await expect(form.nameLink('안나')).toBeVisible();
  });

  test('ending a session needs the password and ends that session', async ({ page, open, guard, isHydrated, account, otherBrowser }) => {
    guard.expects(403, /end$/);
    const [other, third] = [await otherBrowser(FIREFOX), await otherBrowser()];
    await logIn(other.context(), account);
    await logIn(third.context(), account);
    const [sessions, prompt] = [new SessionsPage(page), promptOf(page, isHydrated)];
    await open(SessionsPage.path);
    await expect(sessions.items).toHaveCount(3);
    await sessions.end(FIREFOX_DEVICE).click();
    await expect(prompt.title).toBeVisible();
    await withoutSessionEvents(other.context());
    await open('/articles/', other);
    await expect(new Site(other).nameLink(account.username)).toBeVisible();
    await prompt.send(account.password);

    await expect(page).toHaveURL(SessionsPage.path);
    await expect(sessions.notice('The session has ended.')).toBeVisible();
    await expect(sessions.items).toHaveCount(2);
    await open('/articles/', other);
    await expect(new Site(other).logInLink).toBeVisible();
    await open('/articles/', third);
    await expect(new Site(third).nameLink(account.username)).toBeVisible();
  });

  test('ending all others needs the password and ends them', async ({ page, open, guard, isHydrated, account, otherBrowser }) => {
    guard.expects(403, /end-others$/);
    const other = await otherBrowser();
    await logIn(other.context(), account);
    const [sessions, prompt] = [new SessionsPage(page), promptOf(page, isHydrated)];
    await open(SessionsPage.path);
    await sessions.endOthers.click();
    await expect(prompt.title).toBeVisible();
    await prompt.send(account.password);

    await expect(sessions.notice('All other sessions have ended.')).toBeVisible();
    await expect(sessions.items).toHaveCount(1);
    await open('/articles/', other);
    await expect(new Site(other).logInLink).toBeVisible();
  });

  test('logging out everywhere needs the password and ends every session', async ({ page, context, open, guard, isHydrated, account }) => {
    guard.expects(403, /logout-everywhere$/);
    const [sessions, prompt] = [new SessionsPage(page), promptOf(page, isHydrated)];
    await open(SessionsPage.path);
    await sessions.logOutEverywhere.click();
    await expect(prompt.title).toBeVisible();
    await prompt.send(account.password);

    await expect(page).toHaveURL('/articles/');
    await expect(sessions.logInLink).toBeVisible();
    expect(await context.cookies()).toEqual([]);
  });

  test('logging out here needs no password', async ({ page, open, account }) => {
    const sessions = new SessionsPage(page);
    await open(SessionsPage.path);
    await expect(sessions.nameLink(account.username)).toBeVisible();
    await sessions.endOwn.click();

    await expect(page).toHaveURL('/articles/');
    await expect(sessions.logInLink).toBeVisible();
  });
});

test.describe('the dialog', { tag: '@hydrated' }, () => {
  test('it keeps the typed values, returns the focus and asks again', async ({ page, open, guard, account }) => {
    guard.expects(403, /update$/);
    const [form, prompt] = [new UpdatePage(page), new StepUpDialog(page)];
    await open(UpdatePage.path);
    await expect(form.nameLink(account.username)).toBeVisible();
    await form.email.fill('anna@example.com');
    await form.firstName.fill('안나');
    for (const cancel of [() => prompt.cancel.click(), () => page.keyboard.press('Escape')]) {
      await form.submit.click();
      await expect(prompt.title).toBeVisible();
      await expect(prompt.password).toBeFocused();
      await cancel();
      await expect(prompt.dialog).toHaveCount(0);
      await expect(form.submit).toBeFocused();
      await expect(form.submit).not.toHaveAttribute('aria-busy');
      await expect(form.email).toHaveValue('anna@example.com');
      await expect(form.firstName).toHaveValue('안나');
    }
    await expect(form.alert).toHaveCount(0);
  });

  test('the error of a cancelled prompt is gone the next time', async ({ page, open, guard, account }) => {
    guard.expects(403, /update$/);
    guard.expects(422, /reauthenticate$/);
    const [form, prompt] = [new UpdatePage(page), new StepUpDialog(page)];
    await open(UpdatePage.path);
    await form.email.fill('anna@example.com');
    await form.submit.click();
    await prompt.send('not the password');
    await expect(prompt.password).toHaveAttribute('aria-invalid', 'true');
    await prompt.cancel.click();
    await form.submit.click();
    await expect(prompt.password).toBeFocused();
    await expect(prompt.password).not.toHaveAttribute('aria-invalid');
    await prompt.password.fill(account.password);
    await page.keyboard.press('Enter');

    await expect(new AccountPage(page).fact('anna@example.com')).toBeVisible();
  });
});

test('the password page works without an action too, and leads to the account', async ({ page, open, account }) => {
  const prompt = new ReauthenticatePage(page);
  await open(ReauthenticatePage.path);
  await expect(prompt.title).toBeVisible();
  await prompt.send(account.password);

  await expect(page).toHaveURL(AccountPage.path);
  await expect(prompt.nameLink(account.username)).toBeVisible();
});
