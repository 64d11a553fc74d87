// What staff does to people.
import { FIREFOX, addUser, freshName, logIn, makeGroup, signUp, signUpWith, theSuperuser } from '../fixtures/people.ts';
import { EMPTY_SITE, STRICT_SITE } from '../fixtures/server.ts';
import { expect, inEveryState, test, unaware, waitUntilHydrated } from '../fixtures/test.ts';
import { promptOf } from '../pages/account.ts';
import { LoginPage } from '../pages/accounts.ts';
import { SessionGuard } from '../pages/session.ts';
import { Site } from '../pages/site.ts';
import { AuditPage, StaffHome, UserPage, UsersPage } from '../pages/staff.ts';

const MANAGER = ['--staff', 'accounts.view_user', 'accounts.change_user'];

inEveryState(() => {
  test('a superuser finds somebody by name and gives a permission and a group, and that person sees the pages', async ({
    page,
    context,
    open,
    hydrated,
    otherBrowser,
  }) => {
    await signUpWith(context, ['--superuser']);
    const [group, other] = [makeGroup(['accounts.view_auditentry']), await otherBrowser()];
    const person = await signUp(other.context(), freshName('berta'));
    const [home, users, user] = [new StaffHome(page), new UsersPage(page), new UserPage(page)];
    await open('/articles/');
    await home.staffLink.click();
    await home.part('Users').click();
    await expect(users.heading).toHaveText('Users');
    await hydrated(page);
    await users.find(person.username);
    await expect(page).toHaveURL(new RegExp(`q=${person.username}`));
    await expect(users.rows).toHaveCount(1);
    await users.part(person.username).click();
    await expect(user.heading).toHaveText(person.username);
    await hydrated(page);
    await user.flag('Staff').check();
    await user.permission('view users').check();
    await user.addToGroup.fill(group);
    await user.save.click();

    await expect(user.notice('The user is saved.')).toBeVisible();
    await expect(page).toHaveURL(UserPage.any);
    await expect(user.flag('Staff')).toBeChecked();
    await expect(user.permission('view users')).toBeChecked();
    await expect(user.permission('change users')).not.toBeChecked();
    await expect(user.group(group)).toBeChecked();
    for (const [path, heading] of [[UsersPage.path, 'Users'], [AuditPage.path, 'Audit trail']] as const) {
      await open(path, other);
      await expect(new StaffHome(other).heading).toHaveText(heading);
    }
  });

  test('all sessions of somebody are ended', async ({ page, context, open, otherBrowser }) => {
    await signUpWith(context, MANAGER);
    const [user, other, third] = [new UserPage(page), await otherBrowser(), await otherBrowser(FIREFOX)];
    const person = await signUp(other.context());
    await logIn(third.context(), person);
    await unaware(other.context());
    await open(`${UsersPage.path}?q=${person.username}`);
    await user.part(person.username).click();
    await expect(page.getByText('Signed in on 2 devices.')).toBeVisible();
    await user.endSessions.click();

    await expect(user.notice('All sessions of this user have ended.')).toBeVisible();
    await expect(page.getByText('Signed in nowhere.')).toBeVisible();
    await expect(user.endSessions).toHaveCount(0);
    for (const tab of [other, third]) {
      await open('/articles/', tab);
      await expect(new Site(tab).logInLink).toBeVisible();
    }
  });

  test('who is deactivated is logged out, cannot log in, and gets in again once active', async ({
    page,
    context,
    open,
    guard,
    hydrated,
    otherBrowser,
  }) => {
    guard.expects(422, /login$/);
    await signUpWith(context, MANAGER);
    const [user, other] = [new UserPage(page), await otherBrowser()];
    const person = await signUp(other.context());
    const [site, login] = [new Site(other), new LoginPage(other)];
    await open(`${UsersPage.path}?q=${person.username}`);
    await user.part(person.username).click();
    await expect(user.heading).toHaveText(person.username);
    await hydrated(page);
    await user.flag('Active').uncheck();
    await user.save.click();
    await expect(user.notice('The user is saved.')).toBeVisible();
    await expect(user.fact('Deactivated')).toBeVisible();
    await expect(user.makeLink).toHaveCount(0);

    await open(LoginPage.path, other);
    await expect(site.logInLink).toBeVisible();
    await login.send(person.username, person.password);
    await expect(login.alert).toContainText('Please enter a correct user name and password.');
    await hydrated(page);
    await user.flag('Active').check();
    await user.save.click();
    await expect(user.makeLink).toBeVisible();
    await login.send(person.username, person.password);
    await expect(site.nameLink(person.username)).toBeVisible();
  });

  test('somebody is added, and deleted after a question', async ({ page, context, open, hydrated }) => {
    await signUpWith(context, ['--superuser']);
    const [user, users, username] = [new UserPage(page), new UsersPage(page), freshName('clara')];
    await open(UserPage.create);
    await user.username.fill(username);
    await user.email.fill(`${username}@example.com`);
    await user.button('Add').click();
    await expect(page).toHaveURL(UserPage.any);
    await expect(user.notice('The user is made.')).toBeVisible();
    await expect(user.fact(/^none, so nobody can log in/)).toBeVisible();
    await hydrated(page);
    await user.delete.click();
    await expect(user.heading).toHaveText('Delete user');
    await hydrated(page);
    await expect(page.getByRole('main')).toContainText(username);
    await user.button('Delete this user').click();

    await expect(page).toHaveURL(UsersPage.path);
    await expect(users.notice('The user is deleted.')).toBeVisible();
    await open(`${UsersPage.path}?q=${username}`);
    await expect(page.getByRole('heading', { name: 'No users here' })).toBeVisible();
  });

  test('what is refused keeps all that was typed and ticked', async ({ page, context, open, guard }) => {
    guard.expects(422, /update$/);
    await signUpWith(context, ['--superuser']);
    const user = new UserPage(page);
    await open(await addUser(context, freshName('dora')));
    await user.firstName.fill('Dora');
    await user.flag('Staff').check();
    await user.permission('delete articles').check();
    await user.addToGroup.fill('No such group');
    await user.save.click();

    await expect(user.addToGroup).toHaveAccessibleDescription(/There is no group with that name\./);
    await expect(user.addToGroup).toBeFocused();
    await expect(user.addToGroup).toHaveValue('No such group');
    await expect(user.firstName).toHaveValue('Dora');
    await expect(user.flag('Staff')).toBeChecked();
    await expect(user.flag('Superuser')).not.toBeChecked();
    await expect(user.permission('delete articles')).toBeChecked();
    await expect(user.permission('add articles')).not.toBeChecked();
  });

  test('that it is saved is not said any more when the next save is refused', async ({ page, context, open, guard, hydrated }) => {
    guard.expects(422, /update$/);
    await signUpWith(context, ['--superuser']);
    const user = new UserPage(page);
    await open(await addUser(context, freshName('dora')));
    await user.firstName.fill('Dora');
    await user.save.click();
    await expect(user.notice('The user is saved.')).toBeVisible();
    await hydrated(page);
    await user.email.fill('nonsense');
    await user.save.click();

    await expect(user.email).toHaveAccessibleDescription(/Enter an e-mail address such as name@example\.com\.$/);
    await expect(user.email).toHaveValue('nonsense');
    await expect(user.notice('The user is saved.')).toHaveCount(0);
  });

  test('who saves over what somebody else has saved meanwhile is told', async ({ page, context, open, guard, hydrated }) => {
    guard.expects(422, /update$/);
    await signUpWith(context, ['--superuser']);
    const [path, tab] = [await addUser(context, freshName('dora')), await context.newPage()];
    const [mine, theirs] = [new UserPage(page), new UserPage(tab)];
    await open(path);
    await open(path, tab);
    await theirs.firstName.fill('Theirs');
    await theirs.save.click();
    await expect(theirs.notice('The user is saved.')).toBeVisible();
    await mine.firstName.fill('Mine');
    await mine.save.click();
    await expect(mine.alert).toContainText('Somebody else has changed this since you opened it.');

    await open(path);
    await expect(mine.firstName).toHaveValue('Theirs');
    await hydrated(page);
  });

  test.describe('where there is one superuser only', () => {
    test.use({ baseURL: EMPTY_SITE });

    test('the last superuser stays one, and is told why', async ({ page, context, open, guard }) => {
      guard.expects(422, /update$/);
      const { username } = await theSuperuser(context, EMPTY_SITE);
      const user = new UserPage(page);
      for (const flag of ['Superuser', 'Active'] as const) {
        await open(`${UsersPage.path}?q=${username}`);
        await user.part(username).click();
        await expect(user.flag(flag)).toBeChecked();
        await user.flag(flag).uncheck();
        await user.save.click();
        await expect(user.alert).toContainText('This is the last active superuser.');
        await expect(user.flag(flag)).not.toBeChecked();
      }
      await open(`${UsersPage.path}?q=${username}`);
      await user.part(username).click();
      await expect(user.flag('Superuser')).toBeChecked();
    });
  });

  test.describe('where the password is asked for each time', () => {
    test.use({ baseURL: STRICT_SITE });

    test('what was ticked is saved after the password, also when it was refused first', async ({
      page,
      context,
      open,
      guard,
      hydrated,
      isHydrated,
    }) => {
      guard.expects(403, /update$/);
      guard.expects(422, /(update|reauthenticate)$/);
      const { password } = await signUpWith(context, ['--superuser'], STRICT_SITE);
      const group = makeGroup(['accounts.view_group'], STRICT_SITE);
      const [user, prompt] = [new UserPage(page), promptOf(page, isHydrated)];
      await open(await addUser(context, freshName('dora')));
      await user.flag('Staff').check();
      await user.permission('view users').check();
      await user.addToGroup.fill('No such group');
      await user.save.click();
      await expect(prompt.title).toBeVisible();
      await prompt.send(password);

      await expect(user.addToGroup).toHaveAccessibleDescription(/There is no group with that name\./);
      await expect(page).toHaveURL(UserPage.any);
      await hydrated(page);
      await expect(user.flag('Staff')).toBeChecked();
      await expect(user.flag('Active')).toBeChecked();
      await expect(user.permission('view users')).toBeChecked();
      await user.addToGroup.fill(group);
      await user.save.click();
      await expect(prompt.title).toBeVisible();
      await prompt.send(password);

      await expect(user.notice('The user is saved.')).toBeVisible();
      await expect(user.flag('Staff')).toBeChecked();
      await expect(user.flag('Active')).toBeChecked();
      await expect(user.permission('view users')).toBeChecked();
      await expect(user.group(group)).toBeChecked();
    });
  });
});

test('an open page learns that its session was ended, or that its person was deactivated', { tag: '@hydrated' }, async ({
  page,
  context,
  open,
  otherBrowser,
}) => {
  await signUpWith(context, MANAGER);
  const [user, other] = [new UserPage(page), await otherBrowser()];
  const person = await signUp(other.context());
  for (const act of [() => user.endSessions.click(), async () => (await user.flag('Active').uncheck(), user.save.click())]) {
    await logIn(other.context(), person);
    await open('/accounts/', other);
    await open(`${UsersPage.path}?q=${person.username}`);
    await user.part(person.username).click();
    await expect(user.endSessions).toBeVisible();
    await act();
    await expect(other).toHaveURL(`${LoginPage.path}?next=/accounts/`);
    await expect(new SessionGuard(other).over).toBeVisible();
    await waitUntilHydrated(other);
  }
});
