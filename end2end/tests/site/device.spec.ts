// What a browser keeps for its visitor, with and without an account: the theme, a user name, the reading list.
import { logIn, logOut, writeArticle } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { DevicePage, FrontPage, ReadingListPage } from '../../pages/device.ts';
import { Site } from '../../pages/site.ts';

const ground = 'getComputedStyle(document.documentElement).backgroundColor';

inEveryState(() => {
  test('a theme is there before the first paint of every page, also where the device has another one', async ({ page, open, hydrated, guard }) => {
    guard.expects(404, /nowhere/);
    await page.emulateMedia({ colorScheme: 'light' });
    const device = new DevicePage(page);
    await open(DevicePage.path);
    const light = await page.evaluate(ground);
    await device.theme('Dark').check();
    await device.saveTheme.click();
    await expect(device.theme('Dark')).toBeChecked();
    await hydrated(page);
    expect(await page.evaluate(ground)).not.toBe(light);
    for (const path of ['/', '/articles/', '/nowhere/']) {
      await page.goto(path, { waitUntil: 'domcontentloaded' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
      expect(await page.evaluate(ground), path).not.toBe(light);
    }
    await open(DevicePage.path);
    await device.theme('As the device is set').check();
    await device.saveTheme.click();
    await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  });

  test('the welcome of the front page is put away for good, and can be read again', async ({ page, open, hydrated }) => {
    const front = new FrontPage(page);
    await open(FrontPage.path);
    await expect(front.about).toHaveCount(0);
    await front.putAway.click();
    await expect(front.about).toBeVisible();
    await expect(front.putAway).toHaveCount(0);
    await hydrated(page);
    await page.reload({ waitUntil: 'domcontentloaded' });
    await expect(front.about).toBeVisible();
    await expect(front.line).toBeHidden();
    await front.about.click();
    await expect(front.line).toBeVisible();
  });

  test('the user name is filled in where its user has asked for that, until they have it forgotten', async ({ page, open, hydrated, account }) => {
    const [device, login] = [new DevicePage(page), new LoginPage(page)];
    await open(DevicePage.path);
    await device.remember.check();
    await device.saveUsername.click();
    await expect(device.remember).toBeChecked();
    await hydrated(page);
    await device.logOut();
    await expect(device.logInLink).toBeVisible();
    await open(LoginPage.path);
    await expect(login.username).toHaveValue(account.username);
    await expect(login.password).toBeFocused();

    await open(DevicePage.path);
    await device.forget.click();
    await hydrated(page);
    await open(LoginPage.path);
    await expect(login.username).toHaveValue('');
  });

  test('a visitor’s reading list comes along into the account and is gone after the logout', async ({ page, context, open, hydrated, account }) => {
    const title = `To be read, by ${account.username}`;
    const path = await writeArticle(context, title);
    await logOut(context);
    const list = new ReadingListPage(page);
    await open(path);
    await list.save.click();
    await expect(page.getByRole('button', { name: 'Remove from reading list' })).toBeVisible();
    await hydrated(page);
    await open(ReadingListPage.path);
    await expect(list.items).toContainText(title);

    await logIn(context, account);
    await open(ReadingListPage.path);
    await expect(list.nameLink(account.username)).toBeVisible();
    await expect(list.items).toContainText(title);
    await list.logOut();
    await expect(list.logInLink).toBeVisible();
    await open(ReadingListPage.path);
    await expect(list.items).toHaveCount(0);

    await logIn(context, account);
    await open(ReadingListPage.path);
    await list.remove(title).click();
    await expect(list.notice('Removed from your reading list.')).toBeVisible();
    await expect(list.items).toHaveCount(0);
  });
});

test('the menu of a user opens by keyboard, closes by Escape, and has all that is theirs', async ({ page, open, account }) => {
  const site = new Site(page);
  await open('/articles/');
  await expect(site.nameLink(account.username)).toBeVisible();
  await expect(site.logOutButton).toBeHidden();
  await site.menuButton.focus();
  await page.keyboard.press('Enter');
  await expect(site.logOutButton).toBeVisible();
  for (const [name, href] of [
    ['Your account', '/accounts/'],
    ['Reading list', '/reading-list/'],
    ['Sessions', '/accounts/sessions/'],
  ] as const) {
    await expect(page.getByRole('banner').getByRole('link', { name })).toHaveAttribute('href', href);
  }
  await page.keyboard.press('Escape');
  await expect(site.logOutButton).toBeHidden();
});

test('a logout says so, and nothing is left for the next page', { tag: '@hydrated' }, async ({ page, context, open, hydrated, account }) => {
  const site = new Site(page);
  await open('/articles/');
  await expect(site.nameLink(account.username)).toBeVisible();
  await site.logOut();
  await expect(site.notice('You are logged out.')).toBeVisible();
  await hydrated(page);
  expect(await context.cookies()).toEqual([]);
  await page.reload({ waitUntil: 'domcontentloaded' });
  await hydrated(page);
  await expect(site.notice('You are logged out.')).toHaveCount(0);
});
