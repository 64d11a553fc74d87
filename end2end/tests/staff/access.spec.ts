// Access to the staff area, and what is hidden from users without it.
import { signUp, signUpWith } from '../../fixtures/users.ts';
import { expect, test, type Page } from '../../fixtures/test.ts';
import { LoginPage, LogoutPage } from '../../pages/accounts.ts';
import { AuditPage, GroupPage, ModerationPage, RefusedPage, StaffHome, UserPage, UsersPage } from '../../pages/staff.ts';

/** Opens an error page, which is plain and never becomes interactive. */
async function openRefused(page: Page, address: string) {
  await page.goto(address, { waitUntil: 'domcontentloaded' });
}

test('staff who may only view see nothing to change, and are refused at every other address', async ({ page, context, open, guard, otherBrowser }) => {
  guard.expects(403, /^\/staff\//);
  await signUpWith(context, ['--staff', 'accounts.view_user']);
  const member = await signUp((await otherBrowser()).context());
  const [home, users, user, refused] = [new StaffHome(page), new UsersPage(page), new UserPage(page), new RefusedPage(page)];
  // The welcome stands on the first page after signing up.
  await open('/accounts/');
  await open(StaffHome.path);
  await expect(page.getByRole('main').getByRole('link')).toHaveText(['Users']);
  await open(`${UsersPage.path}?q=${member.username}`);
  await expect(home.part('Add a user')).toHaveCount(0);
  await users.part(member.username).click();
  await expect(page.getByText('You can view users but not change them.')).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('checkbox')).toHaveCount(0);
  await expect(user.delete).toHaveCount(0);

  const path = new URL(page.url()).pathname;
  const others = [UserPage.create, `${path}delete/`, GroupPage.list, GroupPage.create, AuditPage.path, '/staff/departures/', ModerationPage.path];
  for (const address of others) {
    await openRefused(page, address);
    await expect(refused.heading, address).toHaveText('Not permitted');
    await expect(page.getByText('403')).toBeVisible();
    await expect(refused.otherAccount).toHaveAttribute('href', `/accounts/logout/?next=${address}`);
  }
});

test('staff cannot change users with more rights, and grant only rights that they have', async ({ page, context, open, otherBrowser }) => {
  await signUpWith(context, ['--staff', 'accounts.view_user', 'accounts.change_user']);
  const superuser = await signUpWith((await otherBrowser()).context(), ['--superuser']);
  const member = await signUp((await otherBrowser()).context());
  const user = new UserPage(page);
  await open(`${UsersPage.path}?q=${superuser.username}`);
  await user.part(superuser.username).click();
  await expect(page.getByText('This user has permissions that you do not have')).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);

  await open(`${UsersPage.path}?q=${member.username}`);
  await user.part(member.username).click();
  await expect(user.flag('Superuser')).toBeDisabled();
  await expect(user.permission('view users')).toBeEnabled();
  await expect(user.permission('delete users')).toBeDisabled();
  await expect(user.delete).toHaveCount(0);
});

test('a refused user can log in with another account and reaches the page', async ({ page, context, guard, hydrated, otherBrowser }) => {
  guard.expects(403, /^\/staff\/users\/$/);
  const superuser = await signUpWith((await otherBrowser()).context(), ['--superuser']);
  await signUp(context);
  const [refused, logout, login] = [new RefusedPage(page), new LogoutPage(page), new LoginPage(page)];
  await openRefused(page, UsersPage.path);
  await expect(refused.heading).toHaveText('Not permitted');
  await expect(refused.staffLink).toHaveCount(0);
  await refused.otherAccount.click();
  await expect(logout.heading).toHaveText('Log out');
  await hydrated(page);
  await logout.submit.click();
  await expect(login.heading).toHaveText('Log in');
  await hydrated(page);
  await login.send(superuser.username, superuser.password);

  await expect(page).toHaveURL(UsersPage.path);
  await expect(login.heading).toHaveText('Users');
});

test('a visitor is asked to log in', async ({ page, open }) => {
  for (const path of [StaffHome.path, UsersPage.path, AuditPage.path]) {
    await open(path);
    await expect(page).toHaveURL(`${LoginPage.path}?next=${path}`);
  }
});
