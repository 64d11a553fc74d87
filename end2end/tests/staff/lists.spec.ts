// The lists of the staff area: searching for users, by keyboard too, and long names on narrow and wide pages.
import { addUser, deleteAccount, freshName, makeGroup, signUp, signUpWith, writeArticle, writeDraft } from '../../fixtures/users.ts';
import { expect, overflow, test } from '../../fixtures/test.ts';
import { AuditPage, GroupPage, ModerationPage, ResetPage, StaffHome, UserPage, UsersPage } from '../../pages/staff.ts';

test('users are searched, filtered and paged by keyboard alone, by letters inside a name', async ({ page, context, open, hydrated, otherBrowser }) => {
  await signUpWith(context, ['--superuser']);
  const [users, start] = [new UsersPage(page), freshName('zoe')];
  const names = Array.from({ length: 32 }, (_, index) => `${start}-${String(index).padStart(2, '0')}`);
  for (const name of names) {
    await addUser(context, name, `${name}@example.com`);
  }
  const staff = await signUpWith((await otherBrowser()).context(), ['--staff'], undefined, `${start}-staff`);
  await open(UsersPage.path);
  await users.text.focus();
  const inside = start.slice(1).toUpperCase();
  await page.keyboard.type(inside);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=OE/);
  await expect(users.rows).toHaveCount(30);
  await expect(users.count).toHaveText('33 users');
  await expect(users.rows.nth(1)).toContainText(`${start}-31`);
  await expect(users.text).toHaveValue(inside);
  await hydrated(page);
  await users.pages.getByRole('link', { name: 'Older' }).press('Enter');
  await expect(users.rows).toHaveCount(3);
  await expect(users.text).toHaveValue(inside);
  await hydrated(page);
  await users.pages.getByRole('link', { name: 'Newer' }).press('Enter');
  await expect(users.rows).toHaveCount(30);

  await hydrated(page);
  await users.filter.focus();
  await page.keyboard.type('Staff');
  await expect(users.filter).toHaveValue('staff');
  await users.button('Search').press('Enter');
  await expect(users.rows).toHaveCount(1);
  await expect(users.rows).toContainText(staff.username);
  await expect(page.getByRole('table', { name: 'Users' }).getByRole('row').last()).toContainText('Staff');
  await users.part('Show all').press('Enter');
  await expect(page).toHaveURL(UsersPage.path);
  await expect(users.text).toHaveValue('');
  await users.find(`${names[7]}@EXAMPLE`);
  await expect(users.rows).toHaveCount(1);
  await expect(users.rows).toContainText(names[7] ?? '');
  await users.find(`${start}-nobody`);
  await expect(page.getByRole('heading', { name: 'No users found' })).toBeVisible();
});

test('users are ordered by newest or by name, and the order stays on the next page', async ({ page, context, open, hydrated }) => {
  await signUpWith(context, ['--superuser']);
  const users = new UsersPage(page);
  for (let count = 1; count <= 31; count += 1) {
    await addUser(context, freshName('aa'));
  }
  await open(UsersPage.path);
  await expect(users.rows).toHaveCount(30);
  await expect(users.pages.getByRole('link', { name: 'Older' })).toBeVisible();
  await users.order.selectOption('By user name');
  await users.button('Search').click();
  await expect(page).toHaveURL(/order=name/);
  await users.pages.getByRole('link', { name: 'Next' }).click();
  await expect(users.pages.getByRole('link', { name: 'Previous' })).toBeVisible();
  await hydrated(page);
  await expect(users.order).toHaveValue('name');
  const names = (await users.rows.getByRole('link').allTextContents()).map((name) => name.toLowerCase());
  expect(names).toEqual([...names].sort());
});

for (const [kind, letter] of [['Latin', 'W'], ['Korean', '힣'], ['Arabic', 'ض']] as const) {
  for (const width of [360, 1280]) {
    test.describe(`${width} px wide, ${kind}`, () => {
      test.use({ viewport: { width, height: 780 } });
      test.setTimeout(60_000);

      test('long names fit on every staff page and on the page of a password link', async ({ page, context, open, otherBrowser }) => {
        const long = (length: number) => freshName(letter).padEnd(length, letter);
        const { username } = await signUpWith(context, ['--superuser'], undefined, long(150));
        const leaver = (await otherBrowser()).context();
        await deleteAccount(leaver, await signUp(leaver), letter.repeat(300));
        await writeArticle(context, long(200));
        await writeDraft(context, long(200));
        const group = makeGroup(['accounts.view_user'], undefined, long(150));
        const [user, groups] = [new UserPage(page), new GroupPage(page)];
        const fits = async (address = page.url()) => {
          await expect(user.heading).toBeVisible();
          expect(await overflow(page), `${address} scrolls sideways by`).toBe(0);
        };

        const member = await addUser(context, long(150), `${'w'.repeat(60)}@${'w'.repeat(60)}.example.com`);
        await open(member);
        await user.firstName.fill(letter.repeat(150));
        await user.saveProfile.click();
        await expect(user.notice('Profile saved.')).toBeVisible();
        await user.group(group).check();
        await user.save.click();
        await expect(user.notice('Access saved.')).toBeVisible();
        await expect(user.group(group)).toBeChecked();
        await fits();
        await user.makeLink.click();
        await expect(user.link).toBeVisible();
        await fits();
        const link = new URL(await user.link.inputValue(), page.url()).pathname;
        await open(`${UsersPage.path}?q=${username.slice(0, 20)}`);
        await fits();
        await open(GroupPage.list);
        await fits();
        await open(`${AuditPage.path}?target=${encodeURIComponent(group)}`);
        await groups.part(group).first().click();
        await expect(page).toHaveURL(GroupPage.any);
        await expect(groups.heading).toHaveText(group);
        await fits();
        const ofGroup = new URL(page.url()).pathname;
        const addresses = [
          StaffHome.path,
          UsersPage.path,
          UserPage.create,
          `${member}delete/`,
          GroupPage.create,
          `${ofGroup}delete/`,
          '/staff/departures/',
          AuditPage.path,
          ModerationPage.path,
          link,
          ResetPage.done,
        ];
        for (const address of addresses) {
          await open(address);
          await fits(address);
        }
      });
    });
  }
}
