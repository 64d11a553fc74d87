// The staff pages, and the page of a password link, one picture for each page and state.
import { addUser, deleteAccount, freshName, makeGroup, signUp, signUpWith, writeArticle, writeDraft } from '../fixtures/users.ts';
import { expect } from '../fixtures/test.ts';
import { GroupPage, ResetPage, UserPage } from '../pages/staff.ts';
import { test } from './shoot.ts';

test.setTimeout(60_000);

const PAGES = [
  ['staff-home', '/staff/'],
  ['staff-users', '/staff/users/'],
  ['staff-users-none', '/staff/users/?q=nobody-has-this-name'],
  ['staff-user-create', '/staff/users/create/'],
  ['staff-groups', '/staff/groups/'],
  ['staff-group-create', '/staff/groups/create/'],
  ['staff-departures', '/staff/departures/'],
  ['staff-articles', '/staff/articles/'],
  ['staff-audit', '/staff/audit/'],
] as const;

test('pages of a superuser', async ({ page, context, open, shoot, guard, otherBrowser }) => {
  guard.expects(422, /./);
  await signUpWith(context, ['--superuser'], undefined, freshName('이서연'));
  await signUpWith((await otherBrowser()).context(), ['--staff'], undefined, freshName('김하늘'));
  await addUser(context, freshName('W').padEnd(150, 'W'), 'a.very.long.address.of.somebody@mail.department.example.com');
  for (const reason of ['열쇠가 너무 많아요. 그동안 고마웠습니다.', 'I prefer a door without a lock.']) {
    const leaver = (await otherBrowser()).context();
    await deleteAccount(leaver, await signUp(leaver), reason);
  }
  await writeArticle(context, '바다를 처음 본 날, and other notes');
  await writeDraft(context, `A draft with an unbroken ${'word'.repeat(40)}`);
  const name = makeGroup(['articles.view_article', 'articles.change_article'], undefined, freshName('편집부'));
  makeGroup(['accounts.view_user'], undefined, freshName('G').padEnd(150, 'G'));
  const [user, group] = [new UserPage(page), new GroupPage(page)];

  await open(await addUser(context, freshName('홍길동'), 'gildong.hong@example.com'));
  await shoot('staff-user-new');
  await user.flag('Staff').check();
  await user.permission('view users').check();
  await user.group(name).check();
  await user.firstName.fill('길동');
  await user.email.fill('nonsense');
  await user.saveProfile.click();
  await expect(user.email).toHaveAttribute('aria-invalid', 'true');
  await shoot('staff-user-errors');
  await user.email.fill('gildong.hong@example.com');
  await user.saveProfile.click();
  await expect(user.notice('Profile saved.')).toBeVisible();
  await shoot('staff-user-half-saved');
  await user.save.click();
  await expect(user.group(name)).toBeChecked();
  await shoot('staff-user');
  const path = new URL(page.url()).pathname;
  await user.makeLink.click();
  await expect(user.link).toBeVisible();
  await shoot('staff-user-link');
  const link = new URL(await user.link.inputValue()).pathname;
  await open(`${path}delete/`);
  await shoot('staff-user-delete');
  await open(`/staff/audit/?target=${name}`);
  await group.part(name).click();
  await expect(page).toHaveURL(GroupPage.any);
  await expect(group.members).toHaveCount(1);
  await shoot('staff-group');
  await open(`${new URL(page.url()).pathname}delete/`);
  await shoot('staff-group-delete');
  for (const [shot, address] of [...PAGES, ['reset', link] as const]) {
    await open(address);
    await shoot(shot);
  }
  await new ResetPage(page).send('1234567');
  await expect(new ResetPage(page).confirmation).toHaveAttribute('aria-invalid', 'true');
  await shoot('reset-errors');
  await open(ResetPage.done);
  await shoot('reset-done');
});

test('pages of staff with few permissions, and an invalid link', async ({ page, context, open, shoot, guard, otherBrowser }) => {
  guard.expects(403, /./);
  const superuser = await signUpWith((await otherBrowser()).context(), ['--superuser']);
  const name = makeGroup(['articles.delete_article'], undefined, freshName('편집부'));
  await signUpWith(context, ['--staff', 'accounts.view_user', 'accounts.change_user', 'accounts.view_group']);
  await open('/staff/');
  await shoot('staff-home-little');
  await open(`/staff/users/?q=${superuser.username}`);
  await new UserPage(page).part(superuser.username).click();
  await expect(page).toHaveURL(UserPage.any);
  await expect(new UserPage(page).heading).toHaveText(superuser.username);
  await shoot('staff-user-read-only');
  await open('/staff/groups/');
  await new GroupPage(page).part(name).click();
  await expect(page).toHaveURL(GroupPage.any);
  await expect(new GroupPage(page).heading).toHaveText(name);
  await shoot('staff-group-read-only');
  await page.goto('/staff/audit/');
  await shoot('staff-403');
  await open('/accounts/reset/nonsense/');
  await shoot('reset-invalid');
});
