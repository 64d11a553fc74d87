// What staff do with users.
import { FIREFOX, addUser, deleteGroup, freshName, logIn, makeGroup, signUp, signUpWith, theSuperuser } from '../../fixtures/users.ts';
import { EMPTY_SITE, STRICT_SITE } from '../../fixtures/server.ts';
import { expect, inEveryState, test, withoutSessionEvents, waitUntilHydrated } from '../../fixtures/test.ts';
import { promptOf } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { SessionGuard } from '../../pages/session.ts';
import { Site } from '../../pages/site.ts';
import { AuditPage, StaffHome, UserPage, UsersPage } from '../../pages/staff.ts';

const MANAGER = ['--staff', 'accounts.view_user', 'accounts.change_user'];

inEveryState(() => {
  test('a superuser finds a user by name and grants a permission and a group, and that user sees the pages', async ({
    page,
    context,
    open,
    hydrated,
    otherBrowser,
  }) => {
    await signUpWith(context, ['--superuser']);
    const [group, other] = [makeGroup(['accounts.view_auditentry']), await otherBrowser()];
    const member = await signUp(other.context(), freshName('berta'));
    const [home, users, user] = [new StaffHome(page), new UsersPage(page), new UserPage(page)];
    await open('/articles/');
    await home.staffLink.click();
    await home.part('Users').click();
    await expect(users.heading).toHaveText('Users');
    await hydrated(page);
    await users.find(member.username);
    await expect(page).toHaveURL(new RegExp(`q=${member.username}`));
    await expect(users.rows).toHaveCount(1);
    await users.part(member.username).click();
    await expect(user.heading).toHaveText(member.username);
    await hydrated(page);
    await user.flag('Staff').check();
    await user.permission('view users').check();
    await user.group(group).check();
    await user.save.click();

    await expect(user.panel('Access').getByText('Access saved.')).toBeFocused();
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

  test('all sessions of a user are ended', async ({ page, context, open, otherBrowser }) => {
    await signUpWith(context, MANAGER);
    const [user, other, third] = [new UserPage(page), await otherBrowser(), await otherBrowser(FIREFOX)];
    const member = await signUp(other.context());
    await logIn(third.context(), member);
    await withoutSessionEvents(other.context());
    await open(`${UsersPage.path}?q=${member.username}`);
    await user.part(member.username).click();
    await expect(page.getByText('Logged in on 2 devices.')).toBeVisible();
    await user.endSessions.click();

    await expect(user.notice('All sessions of this user have ended.')).toBeVisible();
    await expect(page.getByText('Not logged in anywhere.')).toBeVisible();
    await expect(user.endSessions).toHaveCount(0);
    for (const tab of [other, third]) {
      await open('/articles/', tab);
      await expect(new Site(tab).logInLink).toBeVisible();
    }
  });

  test('a deactivated user is logged out, cannot log in, and can again once active', async ({
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
    const member = await signUp(other.context());
    const [site, login] = [new Site(other), new LoginPage(other)];
    await open(`${UsersPage.path}?q=${member.username}`);
    await user.part(member.username).click();
    await expect(user.heading).toHaveText(member.username);
    await hydrated(page);
    await user.flag('Active').uncheck();
    await user.save.click();
    await expect(user.notice('Access saved.')).toBeVisible();
    await expect(user.fact('Deactivated')).toBeVisible();
    await expect(user.makeLink).toHaveCount(0);

    await open(LoginPage.path, other);
    await expect(site.logInLink).toBeVisible();
    await login.send(member.username, member.password);
    await expect(login.alert).toContainText('That user name and password do not match.');
    await hydrated(page);
    await user.flag('Active').check();
    await user.save.click();
    await expect(user.makeLink).toBeVisible();
    await login.send(member.username, member.password);
    await expect(site.nameLink(member.username)).toBeVisible();
  });

  test('a user is added, and deleted after a confirmation', async ({ page, context, open, hydrated }) => {
    await signUpWith(context, ['--superuser']);
    const [user, users, username] = [new UserPage(page), new UsersPage(page), freshName('clara')];
    await open(UserPage.create);
    await user.username.fill(username);
    await user.email.fill(`${username}@example.com`);
    await user.button('Add').click();
    await expect(page).toHaveURL(UserPage.any);
    await expect(user.notice('User created.')).toBeVisible();
    await expect(user.fact(/^None yet; create a password link/)).toBeVisible();
    await hydrated(page);
    await user.delete.click();
    await expect(user.heading).toHaveText('Delete user');
    await hydrated(page);
    await expect(page.getByRole('main')).toContainText(username);
    await user.button('Delete this user').click();

    await expect(page).toHaveURL(UsersPage.path);
    await expect(users.notice('User deleted.')).toBeVisible();
    await open(`${UsersPage.path}?q=${username}`);
    await expect(page.getByRole('heading', { name: 'No users found' })).toBeVisible();
  });

  test.describe('with one superuser only', () => {
    test.use({ baseURL: EMPTY_SITE });

    test('the last superuser stays one and reads why', async ({ page, context, open, guard }) => {
      guard.expects(422, /update$/);
      const { username } = await theSuperuser(context, EMPTY_SITE);
      const user = new UserPage(page);
      for (const flag of ['Superuser', 'Active'] as const) {
        await open(`${UsersPage.path}?q=${username}`);
        await user.part(username).click();
        await expect(user.flag(flag)).toBeChecked();
        await user.flag(flag).uncheck();
        await user.save.click();
        await expect(user.alert).toContainText('This is the only superuser.');
        await expect(user.flag(flag)).not.toBeChecked();
      }
      await open(`${UsersPage.path}?q=${username}`);
      await user.part(username).click();
      await expect(user.flag('Superuser')).toBeChecked();
    });
  });

  test.describe('with a password prompt for each action', () => {
    test.use({ baseURL: STRICT_SITE });

    test('ticked boxes are saved after the password, also after a refused one', async ({
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
      const [group, gone] = [makeGroup(['accounts.view_group'], STRICT_SITE), makeGroup([], STRICT_SITE)];
      const [user, prompt] = [new UserPage(page), promptOf(page, isHydrated)];
      await open(await addUser(context, freshName('dora')));
      await user.flag('Staff').check();
      await user.permission('view users').check();
      await user.group(group).check();
      await user.group(gone).check();
      deleteGroup(gone, STRICT_SITE);
      await user.save.click();
      await expect(prompt.title).toBeVisible();
      await prompt.send(password);

      await expect(user.alert).toContainText('A group that you ticked has been deleted.');
      await expect(page).toHaveURL(UserPage.any);
      await hydrated(page);
      await expect(user.flag('Staff')).toBeChecked();
      await expect(user.flag('Active')).toBeChecked();
      await expect(user.permission('view users')).toBeChecked();
      await expect(user.group(group)).toBeChecked();
      if (await user.group(gone).count()) await user.group(gone).uncheck();
      await user.save.click();
      await expect(prompt.title).toBeVisible();
      await prompt.send(password);

      await expect(user.notice('Access saved.')).toBeVisible();
      await expect(user.flag('Staff')).toBeChecked();
      await expect(user.flag('Active')).toBeChecked();
      await expect(user.permission('view users')).toBeChecked();
      await expect(user.group(group)).toBeChecked();
    });
  });
});

test('an open page notices that its session was ended, or that its user was deactivated', { tag: '@hydrated' }, async ({
  page,
  context,
  open,
  otherBrowser,
}) => {
  await signUpWith(context, MANAGER);
  const [user, other] = [new UserPage(page), await otherBrowser()];
  const member = await signUp(other.context());
  for (const act of [() => user.endSessions.click(), async () => (await user.flag('Active').uncheck(), user.save.click())]) {
    await logIn(other.context(), member);
    await open('/accounts/', other);
    await open(`${UsersPage.path}?q=${member.username}`);
    await user.part(member.username).click();
    await expect(user.endSessions).toBeVisible();
    await act();
    await expect(other).toHaveURL(`${LoginPage.path}?next=/accounts/`);
    await expect(new SessionGuard(other).over).toBeVisible();
    await waitUntilHydrated(other);
  }
});
