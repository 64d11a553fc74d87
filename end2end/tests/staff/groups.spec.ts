// Groups, and the entries of the audit trail about them.
import { freshName, makeGroup, signUp, signUpWith } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { AuditPage, GroupPage, StaffHome, UserPage } from '../../pages/staff.ts';

inEveryState(() => {
  test('groups are found by letters in their name', async ({ page, context, open, hydrated }) => {
    await signUpWith(context, ['--superuser']);
    const [group, name] = [new GroupPage(page), makeGroup([], undefined, freshName('편집자'))];
    makeGroup([]);
    await open(GroupPage.list);
    await group.find(name.slice(1).toUpperCase());
    await expect(group.rows).toHaveText([name]);
    await hydrated(page);
    await group.find(`${name} and no other`);
    await expect(page.getByRole('heading', { name: 'No groups found' })).toBeVisible();
    await group.part('Show all groups').click();
    await expect(page).toHaveURL(GroupPage.list);
  });

  test('a group is created, changed and deleted, and the audit trail shows it', async ({ page, context, open, hydrated }) => {
    const { username } = await signUpWith(context, ['--superuser']);
    const [group, audit, name] = [new GroupPage(page), new AuditPage(page), freshName('Editors')];
    await open(StaffHome.path);
    await group.part('Add a group').click();
    await expect(group.heading).toHaveText('Add a group');
    await hydrated(page);
    await group.name.fill(name);
    await group.permission('change articles').check();
    await group.button('Add').click();
    await expect(page).toHaveURL(GroupPage.any);
    await expect(group.notice('Group created.')).toBeVisible();
    await expect(group.heading).toHaveText(name);
    await hydrated(page);
    await expect(group.permission('change articles')).toBeChecked();

    await group.name.fill(`${name} again`);
    await group.permission('change articles').uncheck();
    await group.permission('delete articles').check();
    await group.save.click();
    await expect(group.heading).toHaveText(`${name} again`);
    await expect(group.notice('Group saved.')).toBeVisible();
    await hydrated(page);
    await expect(group.permission('change articles')).not.toBeChecked();
    await expect(group.permission('delete articles')).toBeChecked();

    await group.delete.click();
    await expect(group.heading).toHaveText('Delete group');
    await hydrated(page);
    await expect(page.getByRole('main')).toContainText('No one is in it.');
    await group.button('Delete this group').click();
    await expect(page).toHaveURL(GroupPage.list);
    await expect(group.notice('Group deleted.')).toBeVisible();

    await open(AuditPage.path);
    await audit.find(`${name} again`);
    await expect(page).toHaveURL(/target=/);
    const deleted = audit.rows.filter({ hasText: `${username} deleted group ${name} again` });
    await expect(deleted).toContainText('127.0.0.1');
    await open(AuditPage.path);
    await audit.find(name);
    await expect(page).toHaveURL(/target=/);
    await expect(audit.rows.filter({ hasText: `${username} created group ${name}` })).toContainText('articles.change_article');
  });

  test('a refused form keeps the name and the ticked boxes', async ({ page, context, open, guard }) => {
    guard.expects(422, /create$/);
    await signUpWith(context, ['--superuser']);
    const [group, taken] = [new GroupPage(page), makeGroup([])];
    await open(GroupPage.create);
    await group.name.fill(taken.toUpperCase());
    await group.permission('view exit surveys').check();
    await group.button('Add').click();

    await expect(group.name).toHaveAccessibleDescription(/That group name is taken\./);
    await expect(group.name).toHaveValue(taken.toUpperCase());
    await expect(group.permission('view exit surveys')).toBeChecked();
    await expect(group.permission('view groups')).not.toBeChecked();
  });
});

test('staff without the permissions of a group can only read it', async ({ page, context, open, otherBrowser }) => {
  await signUpWith(context, ['--staff', 'accounts.view_group', 'accounts.change_group']);
  const [group, name] = [new GroupPage(page), makeGroup(['articles.delete_article'])];
  await signUpWith((await otherBrowser()).context(), ['--member', name]);
  await open(GroupPage.list);
  // The list of a site that all tests share has several pages.
  await group.find(name);
  await expect(group.rows).toHaveText([name]);
  await expect(group.part('Add a group')).toHaveCount(0);
  await group.part(name).click();

  await expect(page.getByText('This group has permissions that you do not have')).toBeVisible();
  await expect(group.fact(/^delete articles$/)).toBeVisible();
  await expect(group.save).toHaveCount(0);
  await expect(group.delete).toHaveCount(0);
  await expect(group.members).toHaveCount(1);
});

test('the audit trail shows a change before and after, with a link to its target', async ({
  page,
  context,
  open,
  otherBrowser,
}) => {
  await signUpWith(context, ['--superuser']);
  const member = await signUp((await otherBrowser()).context());
  const audit = new AuditPage(page);
  await open(`/staff/users/?q=${member.username}`);
  await audit.part(member.username).click();
  const user = new UserPage(page);
  await page.getByLabel('Given name').fill('Berta');
  await user.saveProfile.click();
  await expect(audit.notice('Profile saved.')).toBeVisible();
  await open(`${AuditPage.path}?target=${member.username}`);

  const row = audit.rows.filter({ hasText: `changed user ${member.username}` });
  await expect(row).toHaveCount(1);
  await expect(row.getByRole('listitem')).toHaveText([/^first name: nothing.* became Berta$/]);
  await audit.part(member.username).click();
  await expect(audit.heading).toHaveText(member.username);
});
