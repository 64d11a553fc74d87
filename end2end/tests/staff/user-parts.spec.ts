// The page of a user in parts, each saved on its own.
import { addUser, deleteGroup, freshName, makeGroup, signUpWith } from '../../fixtures/users.ts';
import { expect, inEveryState, overflow, test } from '../../fixtures/test.ts';
import { UserPage } from '../../pages/staff.ts';

inEveryState(() => {
  test('a refused form keeps its text, and its boxes, and says what is wrong in its own part', async ({ page, context, open, guard }) => {
    guard.expects(422, /(update|profile)$/);
    await signUpWith(context, ['--superuser']);
    const [user, group] = [new UserPage(page), makeGroup([])];
    await open(await addUser(context, freshName('dora')));
    await user.flag('Staff').check();
    await user.permission('delete articles').check();
    await user.group(group).check();
    deleteGroup(group);
    await user.save.click();

    await expect(user.alert).toContainText('A group that you ticked has been deleted.');
    await expect(user.panel('Access').getByRole('alert')).toBeFocused();
    await expect(user.flag('Staff')).toBeChecked();
    await expect(user.flag('Superuser')).not.toBeChecked();
    await expect(user.permission('delete articles')).toBeChecked();
    await expect(user.permission('change articles')).not.toBeChecked();
    await user.email.fill('nonsense');
    await user.saveProfile.click();
    await expect(user.email).toHaveAccessibleDescription(/Enter an e-mail address such as name@example\.com\.$/);
    await expect(user.email).toBeFocused();
    await expect(user.email).toHaveValue('nonsense');
  });

  test('the notice of a save is gone when the next save is refused', async ({ page, context, open, guard, hydrated }) => {
    guard.expects(422, /profile$/);
    await signUpWith(context, ['--superuser']);
    const user = new UserPage(page);
    await open(await addUser(context, freshName('dora')));
    await user.firstName.fill('Dora');
    await user.saveProfile.click();
    await expect(user.panel('Profile').getByText('Profile saved.')).toBeFocused();
    await hydrated(page);
    await user.email.fill('nonsense');
    await user.saveProfile.click();

    await expect(user.email).toHaveAccessibleDescription(/Enter an e-mail address such as name@example\.com\.$/);
    await expect(user.email).toHaveValue('nonsense');
    await expect(user.notice('Profile saved.')).toHaveCount(0);
  });

  test('a save over a newer one is refused with an explanation, and the other part can be saved', async ({
    page,
    context,
    open,
    guard,
    hydrated,
  }) => {
    guard.expects(422, /profile$/);
    await signUpWith(context, ['--superuser']);
    const [path, tab] = [await addUser(context, freshName('dora')), await context.newPage()];
    const [mine, theirs] = [new UserPage(page), new UserPage(tab)];
    await open(path);
    await open(path, tab);
    await theirs.firstName.fill('Theirs');
    await theirs.saveProfile.click();
    await expect(theirs.notice('Profile saved.')).toBeVisible();
    await mine.firstName.fill('Mine');
    await mine.saveProfile.click();
    await expect(mine.alert).toContainText('This was changed elsewhere since you opened it.');

    await open(path);
    await expect(mine.firstName).toHaveValue('Theirs');
    await hydrated(page);
    await theirs.flag('Staff').check();
    await theirs.save.click();
    await expect(theirs.notice('Access saved.')).toBeVisible();
  });

  test('each part is reached by its link, on a phone too', async ({ page, context, open }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await signUpWith(context, ['--superuser']);
    const user = new UserPage(page);
    await open(await addUser(context, freshName('dora')));
    for (const [name, id] of [['Profile', 'profile'], ['Access', 'access'], ['Sessions', 'sessions'], ['Activity', 'activity'], ['Danger zone', 'danger']] as const) {
      await user.parts.getByRole('link', { name, exact: true }).click();
      await expect(page.locator(`#${id}`)).toBeInViewport();
    }
    expect(await overflow(page)).toBe(0);
  });
});

test('what was changed in one part and not saved is still there after the other was saved', { tag: '@hydrated' }, async ({
  page,
  context,
  open,
  hydrated,
}) => {
  await signUpWith(context, ['--superuser']);
  const user = new UserPage(page);
  await open(await addUser(context, freshName('dora')));
  await user.flag('Staff').check();
  await user.permission('view users').check();
  await user.firstName.fill('Dora');
  await user.saveProfile.click();
  await expect(user.notice('Profile saved.')).toBeVisible();
  await hydrated(page);
  await expect(user.unsaved).toBeVisible();
  await expect(user.flag('Staff')).toBeChecked();
  await expect(user.permission('view users')).toBeChecked();
  await user.save.click();
  await expect(user.notice('Access saved.')).toBeVisible();
  await hydrated(page);
  await expect(user.unsaved).toHaveCount(0);
  await expect(user.flag('Staff')).toBeChecked();
  await expect(user.firstName).toHaveValue('Dora');
  // Nothing is left for another visit.
  await page.reload();
  await hydrated(page);
  await expect(user.unsaved).toHaveCount(0);
});

test('a long list of groups is filtered, and what is ticked and hidden is saved', { tag: '@hydrated' }, async ({
  page,
  context,
  open,
}) => {
  await signUpWith(context, ['--superuser']);
  const start = freshName('편집');
  const [first, second] = Array.from({ length: 9 }, (_, index) => makeGroup([], undefined, `${start} ${index}`));
  const user = new UserPage(page);
  await open(await addUser(context, freshName('dora')));
  await user.group(first ?? '').check();
  await user.groupFilter.fill(`${start} 1`);
  await expect(user.group(second ?? '')).toBeVisible();
  await expect(user.group(first ?? '')).toBeHidden();
  await user.groupFilter.press('Enter');
  await user.groupFilter.fill('no group has this');
  await expect(page.getByText('No group matches.')).toBeVisible();
  await user.groupFilter.fill('');
  await user.group(second ?? '').check();
  await user.save.click();
  await expect(user.notice('Access saved.')).toBeVisible();
  await expect(user.group(first ?? '')).toBeChecked();
  await expect(user.group(second ?? '')).toBeChecked();
});
