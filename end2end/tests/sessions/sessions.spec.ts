// The list of a user's sessions, and ending them (S13, ASVS 7.5.2).
import { FIREFOX, FIREFOX_DEVICE, THIS_DEVICE, logIn } from '../../fixtures/users.ts';
import { expect, inEveryState, test, type Page } from '../../fixtures/test.ts';
import { AccountPage, SessionsPage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { Site } from '../../pages/site.ts';

/** Expects that the next request of a page is anonymous. */
async function expectAnonymous(open: (path: string, page?: Page) => Promise<void>, page: Page) {
  await open(AccountPage.path, page);
  await expect(page).toHaveURL(`${LoginPage.path}?next=${AccountPage.path}`);
  await expect(new Site(page).logInLink).toBeVisible();
}

inEveryState(() => {
  test('ASVS 7.5.2 both browsers are listed, and the other one is anonymous on its next request after it was ended', async ({
    page,
    open,
    hydrated,
    account,
    otherBrowser,
  }) => {
    const other = await otherBrowser(FIREFOX);
    await logIn(other.context(), account);
    const [home, sessions] = [new AccountPage(page), new SessionsPage(page)];
    await open(AccountPage.path);
    await expect(home.fact(/^2 devices$/)).toBeVisible();
    await home.link('See sessions').click();
    await expect(sessions.heading).toHaveText('Sessions');
    await hydrated(page);
    await expect(sessions.items).toHaveCount(2);
    await expect(sessions.own).toContainText(THIS_DEVICE);
    await expect(sessions.own).toContainText('127.0.0.1');
    await expect(sessions.items.filter({ hasText: FIREFOX_DEVICE })).not.toContainText('This device');
    await sessions.end(FIREFOX_DEVICE).click();

    await expect(sessions.notice('The session has ended.')).toBeVisible();
    await expect(page).toHaveURL(SessionsPage.path);
    await expect(sessions.items).toHaveCount(1);
    await expect(sessions.endOthers).toHaveCount(0);
    await expectAnonymous(open, other);
    await open(AccountPage.path);
    await expect(home.fact('1 device (this one)')).toBeVisible();
  });

  test('all other sessions are ended at once, and this one stays', async ({ page, open, account, otherBrowser }) => {
    const others = [await otherBrowser(FIREFOX), await otherBrowser()];
    for (const other of others) {
      await logIn(other.context(), account);
    }
    const sessions = new SessionsPage(page);
    await open(SessionsPage.path);
    await expect(sessions.items).toHaveCount(3);
    await sessions.endOthers.click();

    await expect(sessions.notice('All other sessions have ended.')).toBeVisible();
    await expect(sessions.items).toHaveCount(1);
    await expect(sessions.own).toBeVisible();
    for (const other of others) {
      await expectAnonymous(open, other);
    }
  });

  test('the button of the current session logs out here and nowhere else', async ({ page, context, open, account, otherBrowser }) => {
    const other = await otherBrowser(FIREFOX);
    await logIn(other.context(), account);
    const sessions = new SessionsPage(page);
    await open(SessionsPage.path);
    await sessions.endOwn.click();

    await expect(page).toHaveURL('/articles/');
    await expect(sessions.logInLink).toBeVisible();
    expect(await context.cookies()).toEqual([]);
    await open(SessionsPage.path, other);
    await expect(new SessionsPage(other).items).toHaveCount(1);
    await expect(new SessionsPage(other).own).toContainText(FIREFOX_DEVICE);
  });
});

test('many sessions are paged, the newest first', async ({
  page,
  context,
  open,
  hydrated,
  account,
  otherBrowser,
}) => {
  const other = (await otherBrowser(FIREFOX)).context();
  for (let count = 1; count <= 21; count += 1) {
    await logIn(other, account);
    await other.clearCookies();
  }
  const sessions = new SessionsPage(page);
  await open(SessionsPage.path);
  await expect(sessions.items).toHaveCount(20);
  await expect(sessions.own).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Older' }).click();
  await expect(sessions.own).toHaveCount(1);
  await expect(sessions.items).toHaveCount(2);
  await hydrated(page);
  await sessions.endOthers.click();

  await expect(sessions.notice('All other sessions have ended.')).toBeVisible();
  await expect(sessions.items).toHaveCount(1);
  expect(await context.cookies()).toHaveLength(1);
});

test('the name that a browser sends is never shown unchanged', async ({ page, open, account, otherBrowser }) => {
  const other = await otherBrowser({ userAgent: '<b>Free money</b> at example.com' });
  await logIn(other.context(), account);
  const sessions = new SessionsPage(page);
  await open(SessionsPage.path);

  await expect(sessions.items).toHaveCount(2);
  await expect(sessions.end('Unknown device')).toBeVisible();
  await expect(page.getByText('Free money')).toHaveCount(0);
});
