// Accessibility of every page and of its important states, in both colour schemes, on a phone and on a desktop. axe needs scripting;
// the page before hydration stands for the page without scripting.
import {
  FIREFOX,
  PASSWORD,
  addUser,
  deleteAccount,
  freshName,
  logIn,
  makeGroup,
  signUp,
  signUpWith,
  writeArticle,
  writeDraft,
} from '../../fixtures/users.ts';
import { MEMBER_PAGES, STAFF_PAGES, VISITOR_PAGES } from '../../fixtures/paths.ts';
import { EMPTY_SITE, STRICT_SITE } from '../../fixtures/server.ts';
import { expect, test, waitUntilHydrated, type Page } from '../../fixtures/test.ts';
import { AccountPage, DeletePage, PasswordPage, SessionsPage, StepUpDialog, UpdatePage } from '../../pages/account.ts';
import { LoginPage, SignupPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { Site } from '../../pages/site.ts';
import { GroupPage, ResetPage, UserPage, UsersPage } from '../../pages/staff.ts';

for (const [device, viewport] of [
  ['phone', { width: 390, height: 844 }],
  ['desk', { width: 1280, height: 800 }],
] as const) {
  test.describe(`accessibility on a ${device}`, { tag: '@hydrated' }, () => {
    test.use({ viewport });
    test.setTimeout(60_000);

    for (const path of VISITOR_PAGES) {
      test(`${path} for a visitor`, async ({ page, open, axe }) => {
        await open(path);
        await axe(page);
      });
    }

    for (const path of MEMBER_PAGES) {
      test(`${path} for a user`, async ({ page, context, open, axe, account, otherBrowser }) => {
        await writeArticle(context, `Checked by ${account.username}`, 'One.\n\nTwo.');
        await logIn((await otherBrowser(FIREFOX)).context(), account);
        await open(path);
        await axe(page);
      });
    }

    for (const path of STAFF_PAGES) {
      test(`${path} for a superuser`, async ({ page, context, open, axe, otherBrowser }) => {
        await signUpWith(context, ['--superuser']);
        const leaver = (await otherBrowser()).context();
        await deleteAccount(leaver, await signUp(leaver), 'Too many keys.');
        await writeDraft(context, freshName('Unfinished'));
        makeGroup(['accounts.view_user']);
        await open(path);
        await axe(page);
      });
    }

    test('a user and a group, refused and saved, read only, and before they are deleted', async ({ page, context, open, axe, guard }) => {
      guard.expects(422, /(update|profile)$/);
      guard.expects(403, /^\/staff\//);
      await signUpWith(context, ['--superuser']);
      const [user, group, name] = [new UserPage(page), new GroupPage(page), makeGroup(['articles.add_article'])];
      const path = await addUser(context, freshName());
      await open(path);
      await user.email.fill('nonsense');
      await user.saveProfile.click();
      await expect(user.email).toHaveAttribute('aria-invalid', 'true');
      await axe(page);
      await user.group(name).check();
      await user.save.click();
      await expect(user.notice('Access saved.')).toBeVisible();
      await waitUntilHydrated(page);
      await expect(user.group(name)).toBeChecked();
      await axe(page);
      await open(`/staff/audit/?target=${name}`);
      await group.part(name).click();
      await expect(page).toHaveURL(GroupPage.any);
      await expect(group.members).toHaveCount(1);
      await axe(page);
      const ofGroup = new URL(page.url()).pathname;
      for (const address of [`${path}delete/`, `${ofGroup}delete/`]) {
        await open(address);
        await axe(page);
      }
      await context.clearCookies();
      await signUpWith(context, ['--staff', 'accounts.view_user', 'accounts.view_group']);
      for (const address of [path, ofGroup]) {
        await open(address);
        await axe(page);
      }
      // This page is plain: it never becomes interactive.
      await page.goto('/staff/audit/');
      await axe(page);
    });

    test('the page of an author', async ({ page, context, open, axe, account }) => {
      await writeArticle(context, `Checked by ${account.username}`, 'One.');
      await open(`/people/${account.username}/`);
      await axe(page);
    });

    test('users who are chosen, and the page that asks', async ({ page, context, open, axe }) => {
      const { username } = await signUpWith(context, ['--superuser']);
      const [users, name] = [new UsersPage(page), freshName()];
      makeGroup([]);
      await addUser(context, name);
      await open(`/staff/users/?q=${name}&all=1`);
      await axe(page);
      await users.button('Deactivate…').click();
      await expect(users.heading).toHaveText('Deactivate users');
      await axe(page);
      await open(`/staff/users/?q=${username}&all=1`);
      await users.button('Deactivate…').click();
      await expect(page.getByRole('main')).toContainText('your own account');
      await axe(page);
    });

    test('a password link, where it leads, and a refused new password', async ({ page, context, open, axe, guard, otherBrowser }) => {
      guard.expects(422, /reset$/);
      await signUpWith(context, ['--superuser']);
      const [user, other] = [new UserPage(page), await otherBrowser()];
      await open(await addUser(context, freshName()));
      await user.makeLink.click();
      await expect(user.link).toBeVisible();
      await axe(page);
      await open(new URL(await user.link.inputValue(), page.url()).pathname, other);
      await axe(other);
      await new ResetPage(other).send('123');
      await expect(new ResetPage(other).confirmation).toHaveAttribute('aria-invalid', 'true');
      await axe(other);
    });

    test('an article, its edit page and its delete page, published or not', async ({ page, context, open, axe, account }) => {
      for (const write of [writeArticle, writeDraft]) {
        const path = await write(context, `Checked by ${account.username}`, 'One.\n\nTwo.');
        for (const address of [path, `${path}update/`, `${path}delete/`]) {
          await open(address);
          await axe(page);
        }
      }
    });

    test('a refused login and a refused sign-up', async ({ page, open, axe, guard }) => {
      guard.expects(422, /./);
      const [login, signup] = [new LoginPage(page), new SignupPage(page)];
      await open(LoginPage.path);
      await login.send(freshName(), 'wrong password');
      await expect(login.alert).toBeVisible();
      await axe(page);
      await open(SignupPage.path);
      await signup.send('not a name!', '123');
      await expect(signup.confirmation).toHaveAttribute('aria-invalid', 'true');
      await axe(page);
    });

    test('a refused change of password, with rules kept and broken and a password shown', async ({ page, open, axe, guard, account }) => {
      guard.expects(422, /password$/);
      const form = new PasswordPage(page);
      await open(PasswordPage.path);
      await form.send('not the password', '123');
      await expect(form.confirmation).toHaveAttribute('aria-invalid', 'true');
      await expect(form.confirmation).toBeFocused();
      await form.password.fill(account.username);
      await form.show('New password').click();
      await expect(form.rule('Must not be like your name')).toHaveAttribute('data-rule', 'broken');
      await expect(form.rule('Must not be just numbers.')).toHaveAttribute('data-rule', 'kept');
      await axe(page);
    });

    test('a refused profile, a saved one with its notice, and a refused account deletion', async ({ page, open, hydrated, axe, guard, account }) => {
      guard.expects(422, /(update|delete)$/);
      const [form, deletion] = [new UpdatePage(page), new DeletePage(page)];
      await open(UpdatePage.path);
      await form.email.fill('nonsense');
      await form.submit.click();
      await expect(form.email).toHaveAttribute('aria-invalid', 'true');
      await axe(page);
      await form.email.fill('anna@example.com');
      await form.submit.click();
      await expect(form.notice('Profile saved.')).toBeVisible();
      await expect(new AccountPage(page).fact(account.username)).toBeVisible();
      await hydrated(page);
      await axe(page);
      await open(DeletePage.path);
      await deletion.send('not the password');
      await expect(deletion.password).toHaveAttribute('aria-invalid', 'true');
      await axe(page);
    });

    test('a refused article and an edit conflict', async ({ page, context, open, axe, guard, account }) => {
      guard.expects(422, /./);
      const editor = new ArticleEditor(page);
      await open(ArticleEditor.path);
      await editor.send('x'.repeat(201), '');
      await expect(editor.text).toHaveAttribute('aria-invalid', 'true');
      await axe(page);
      await conflict(page, open, await writeArticle(context, `Checked by ${account.username}`));
      await axe(page);
    });

    test('error pages', async ({ page, open, axe, guard, account, otherBrowser }) => {
      guard.expects(404, /./);
      guard.expects(403, /./);
      const other = (await otherBrowser()).context();
      await signUp(other);
      const path = await writeArticle(other, `Not of ${account.username}`);
      for (const address of ['/nowhere/', '/articles/999999/', `${path}update/`]) {
        await open(address);
        await axe(page);
      }
    });

    test('the notice of a lost connection', async ({ page, context, open, axe }) => {
      await open('/articles/');
      await context.setOffline(true);
      await expect(new Site(page).connectionNotice).toBeVisible();
      await axe(page);
      await context.setOffline(false);
    });

    test.describe('before hydration', () => {
      test.use({ wasm: 'held' });

      test('a refused sign-up', async ({ page, open, axe }) => {
        const signup = new SignupPage(page);
        await open(SignupPage.path);
        await signup.send(freshName(), PASSWORD, 'something else');
        await expect(signup.confirmation).toHaveAttribute('aria-invalid', 'true');
        await axe(page);
      });
    });

    test.describe('with a password prompt for each action', () => {
      test.use({ baseURL: STRICT_SITE });

      test('the password dialog, before and after a wrong password', async ({ page, open, axe, guard, account }) => {
        guard.expects(403, /logout-everywhere$/);
        guard.expects(422, /reauthenticate$/);
        const [sessions, prompt] = [new SessionsPage(page), new StepUpDialog(page)];
        await open(SessionsPage.path);
        await expect(sessions.nameLink(account.username)).toBeVisible();
        await sessions.logOutEverywhere.click();
        await expect(prompt.password).toBeFocused();
        await axe(page);
        await prompt.send('not the password');
        await expect(prompt.password).toHaveAttribute('aria-invalid', 'true');
        await axe(page);
      });
    });

    test.describe('without articles', () => {
      test.use({ baseURL: EMPTY_SITE });

      test('the empty list', async ({ page, open, axe }) => {
        await open('/articles/');
        await axe(page);
      });
    });
  });
}

/** Opens the edit page of an article and saves a newer version elsewhere. */
async function conflict(page: Page, open: (path: string, page?: Page) => Promise<void>, path: string) {
  const [mine, theirs] = [new ArticleEditor(page), new ArticleEditor(await page.context().newPage())];
  await open(`${path}update/`);
  await open(`${path}update/`, theirs.page);
  await theirs.send('Theirs', 'What they wrote.');
  await expect(theirs.page).toHaveURL(path);
  await mine.send('Mine', 'What I wrote.');
  await expect(mine.savedVersion).toContainText('What they wrote.');
}
