// Users who are activated or deactivated together, and lists that are narrowed to a group.
import { addUser, freshName, makeGroup, signUp, signUpWith } from '../../fixtures/users.ts';
import { expect, inEveryState, overflow, test } from '../../fixtures/test.ts';
import { STRICT_SITE } from '../../fixtures/server.ts';
import { promptOf } from '../../pages/account.ts';
import { Site } from '../../pages/site.ts';
import { UserPage, UsersPage } from '../../pages/staff.ts';

inEveryState(() => {
  for (const width of [390, 1280]) {
    test(`users are chosen, deactivated after one question, and activated again, ${width} px wide`, async ({
      page,
      context,
      open,
      hydrated,
      otherBrowser,
    }) => {
      await page.setViewportSize({ width, height: 844 });
      await signUpWith(context, ['--superuser']);
      const [users, start, other] = [new UsersPage(page), freshName('김하늘'), await otherBrowser()];
      const [first, second] = [`${start}-first`, `${start}-second`];
      await signUp(other.context(), first);
      await addUser(context, second);
      await addUser(context, `${start}-third`);
      await open(`${UsersPage.path}?q=${encodeURIComponent(start)}`);
      await expect(users.rows).toHaveCount(3);
      await users.choose(first).check();
      await users.choose(second).check();
      await users.button('Deactivate…').click();
      await expect(users.heading).toHaveText('Deactivate users');
      expect(await overflow(page)).toBe(0);
      await hydrated(page);
      await expect(page.getByRole('main').getByRole('listitem')).toHaveText([first, second]);
      await users.button('Deactivate 2 users').click();
      await expect(users.notice('Users deactivated and logged out everywhere.')).toBeVisible();
      // Back to the list as it was asked for.
      await expect(users.text).toHaveValue(start);
      await expect(users.rows).toHaveCount(3);
      await open('/articles/', other);
      await expect(new Site(other).logInLink).toBeVisible();

      await open(`${UsersPage.path}?q=${encodeURIComponent(start)}&show=inactive`);
      await expect(users.rows).toHaveCount(2);
      await users.part('Choose all on this page').click();
      await expect(users.choose(first)).toBeChecked();
      await expect(users.choose(second)).toBeChecked();
      await expect(users.filter).toHaveValue('inactive');
      await hydrated(page);
      await users.button('Activate…').click();
      await hydrated(page);
      await users.button('Activate 2 users').click();
      await expect(users.notice('Users activated.')).toBeVisible();
      await expect(users.filter).toHaveValue('inactive');
      await open(`${UsersPage.path}?q=${encodeURIComponent(start)}&show=active`);
      await expect(users.rows).toHaveCount(3);
      expect(await overflow(page)).toBe(0);
    });
  }

  test('who cannot be deactivated is named on the page that asks', async ({ page, context, open }) => {
    const { username } = await signUpWith(context, ['--superuser']);
    const users = new UsersPage(page);
    await open(`${UsersPage.path}?q=${username}`);
    await users.choose(username).check();
    await users.button('Deactivate…').click();
    await expect(page.getByRole('main')).toContainText('There is no one to change.');
    await expect(page.getByRole('main').getByRole('listitem')).toHaveText([`${username}: your own account`]);
    await users.part('Back to the users').click();
    await users.button('Activate…').click();
    await expect(page.getByRole('main')).toContainText('Choose users in the list first.');
  });

  test('a list is narrowed to a group, found from the middle of a Korean name', async ({ page, context, open, hydrated }) => {
    await signUpWith(context, ['--superuser']);
    const group = makeGroup([]);
    const [users, user, name] = [new UsersPage(page), new UserPage(page), freshName('홍길동')];
    await open(await addUser(context, name));
    await user.group(group).check();
    await user.save.click();
    await expect(user.notice('Access saved.')).toBeVisible();
    await addUser(context, freshName('홍길동'));
    await open(UsersPage.path);
    await users.text.fill('길동');
    await users.group.selectOption(group);
    await users.button('Search').click();
    await expect(users.rows).toHaveText([name]);
    await expect(users.count).toHaveText('1 user');
    await hydrated(page);
    await expect(users.group.locator('option:checked')).toHaveText(group);
    await expect(users.text).toHaveValue('길동');
  });

  test.describe('with a password prompt for each action', () => {
    test.use({ baseURL: STRICT_SITE });

    test('the chosen users are deactivated after the password', async ({ page, context, open, guard, hydrated, isHydrated }) => {
      guard.expects(403, /activation$/);
      const { password } = await signUpWith(context, ['--superuser'], STRICT_SITE);
      const [users, name, prompt] = [new UsersPage(page), freshName('dora'), promptOf(page, isHydrated)];
      await addUser(context, name);
      await open(`${UsersPage.path}?q=${name}`);
      await users.choose(name).check();
      await users.button('Deactivate…').click();
      await hydrated(page);
      await users.button('Deactivate 1 user').click();
      await expect(prompt.title).toBeVisible();
      await prompt.send(password);
      await expect(users.notice('Users deactivated and logged out everywhere.')).toBeVisible();
    });
  });
});
