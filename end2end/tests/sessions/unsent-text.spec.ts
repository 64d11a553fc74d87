// A session that ends while a user is writing: the page asks what to do with the text, and nothing is lost.
import { logOut } from '../../fixtures/users.ts';
import { SITE, STRICT_SITE, operate } from '../../fixtures/server.ts';
import { PROMISED, expectSentToLogin, logInOn, logOutIn, watchCover } from '../../fixtures/session.ts';
import { expect, stored, test, waitUntilHydrated } from '../../fixtures/test.ts';
import { DeletePage, PasswordPage, StepUpDialog, UpdatePage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { SessionGuard } from '../../pages/session.ts';

const BACK = 'Your text is back: save it now.';

test.describe('a page with unsent text', { tag: '@hydrated' }, () => {
  test('asks, covers the text, and shows it again after the login', async ({ page, context, open, account }) => {
    const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
    await open(ArticleEditor.path);
    await editor.title.fill(`Interrupted, ${account.username}`);
    await editor.text.fill('First line.\n\nSecond line.');
    const covered = await watchCover(page);
    const ended = await logOutIn(await context.newPage(), open);
    await expect(guard.ended).toBeVisible();
    expect((await covered()) - ended).toBeLessThan(PROMISED);
    await expect(editor.text).toBeHidden();
    await expect(editor.heading).toBeHidden();
    await guard.logIn.click();

    await expect(page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`);
    await logInOn(page, account);
    await expect(page).toHaveURL(ArticleEditor.path);
    await expect(page.getByText(BACK)).toBeVisible();
    await expect(editor.title).toHaveValue(`Interrupted, ${account.username}`);
    await expect(editor.text).toHaveValue('First line.\n\nSecond line.');
    await waitUntilHydrated(page);
    await expect(editor.drafts).toHaveCount(0);
    await editor.submit.click();
    await expect(page).toHaveURL(/\/articles\/\d+\/$/);
    await expect(editor.heading).toHaveText(`Interrupted, ${account.username}`);
  });

  test('in each of two tabs shows its own text again after one login', async ({ page, context, open, account }) => {
    const tab = await context.newPage();
    const pages = [page, tab] as const;
    const [editors, guards] = [pages.map((one) => new ArticleEditor(one)), pages.map((one) => new SessionGuard(one))];
    for (const [place, editor] of editors.entries()) {
      await open(ArticleEditor.path, editor.page);
      await editor.title.fill(`In tab ${place}, ${account.username}`);
      await editor.text.fill(`Text ${place}.`);
    }
    operate(SITE, 'users', 'end-sessions', account.username);
    for (const guard of guards) {
      await expect(guard.ended).toBeVisible();
    }
    for (const guard of guards) {
      await guard.logIn.click();
      await expect(guard.page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`);
      await waitUntilHydrated(guard.page);
    }
    await logInOn(tab, account);

    // The other tab follows the login by itself.
    for (const [place, editor] of [...editors.entries()].reverse()) {
      await expect(editor.page).toHaveURL(ArticleEditor.path);
      await expect(editor.page.getByText(BACK)).toBeVisible();
      await expect(editor.title).toHaveValue(`In tab ${place}, ${account.username}`);
      await expect(editor.text).toHaveValue(`Text ${place}.`);
    }
  });

  test('forgets the text when it is discarded', async ({ page, context, open, account }) => {
    const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
    await open(ArticleEditor.path);
    await editor.title.fill(`Dropped by ${account.username}`);
    await expect(editor.kept).toBeVisible();
    await logOut(context);
    await guard.discard.click();

    await expect(page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`);
    expect(await stored(page)).toEqual({});
    await logInOn(page, account);
    await expect(page).toHaveURL(ArticleEditor.path);
    await waitUntilHydrated(page);
    await expect(editor.title).toHaveValue('');
    await expect(editor.drafts).toHaveCount(0);
    await expect(page.getByText(BACK)).toBeHidden();
  });

  test('asks with the focus on the button to log in', async ({ page, context, open, account }) => {
    const guard = new SessionGuard(page);
    await open(ArticleEditor.path);
    await new ArticleEditor(page).text.fill(account.username);
    await logOut(context);
    await expect(guard.ended).toBeVisible();
    await expect(guard.logIn).toBeFocused();
  });

  test('cannot be uncovered by Escape', async ({ page, context, open, account }) => {
    const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
    await open(ArticleEditor.path);
    await editor.title.fill(account.username);
    await logOut(context);
    await expect(guard.ended).toBeVisible();
    // A browser lets the page prevent only the first Escape on a dialog.
    for (let time = 1; time <= 3; time += 1) {
      await page.keyboard.press('Escape');
      await expect(guard.logIn).toBeVisible();
      await expect(editor.title).toBeHidden();
    }
  });

  test('asks for a held text that was not touched since', async ({ page, context, open, account }) => {
    const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
    await open(ArticleEditor.path);
    await editor.title.fill(`Twice, ${account.username}`);
    for (let time = 1; time <= 2; time += 1) {
      await logOut(context);
      await expect(guard.ended).toBeVisible();
      await guard.logIn.click();
      await expect(page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`);
      await logInOn(page, account);
      await expect(page).toHaveURL(ArticleEditor.path);
      await expect(editor.title).toHaveValue(`Twice, ${account.username}`);
      await waitUntilHydrated(page);
    }
  });

  test('asks for a resumed draft', async ({ page, context, open, account }) => {
    const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
    await open(ArticleEditor.path);
    await editor.title.fill(`Continued, ${account.username}`);
    await expect(editor.kept).toBeVisible();
    await open(ArticleEditor.path);
    await editor.draft('Continued').resume.click();
    await logOut(context);
    await expect(guard.ended).toBeVisible();
  });

  test.describe('before hydration', () => {
    test.use({ wasm: 'held' });

    test('asks as well', async ({ page, context, open, release, account }) => {
      const [editor, guard] = [new ArticleEditor(page), new SessionGuard(page)];
      await open(ArticleEditor.path);
      await editor.title.fill(`Early, ${account.username}`);
      await release();
      await waitUntilHydrated(page);
      await logOut(context);
      await expect(guard.ended).toBeVisible();
    });
  });

  test('asks in an accessible dialog', async ({ page, context, open, axe, account }) => {
    await open(ArticleEditor.path);
    await new ArticleEditor(page).title.fill(account.username);
    await logOut(context);
    await expect(new SessionGuard(page).ended).toBeVisible();
    await axe(page);
  });

  test('keeps the values of a profile too', async ({ page, context, open, account }) => {
    const [form, guard] = [new UpdatePage(page), new SessionGuard(page)];
    await open(UpdatePage.path);
    await form.firstName.fill('Gildong');
    await logOut(context);
    await guard.logIn.click();
    await expect(page).toHaveURL(`${LoginPage.path}?next=${UpdatePage.path}`);
    await logInOn(page, account);

    await expect(page).toHaveURL(UpdatePage.path);
    await expect(form.firstName).toHaveValue('Gildong');
  });

  test('does not ask when only passwords were typed: they are not kept', async ({ page, context, open, account }) => {
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await form.old.fill(account.password);
    await form.password.fill('half a new pass');
    await logOut(context);
    await expectSentToLogin(page, PasswordPage.path);
    await logInOn(page, account);

    await expect(page).toHaveURL(PasswordPage.path);
    await expect(form.old).toHaveValue('');
  });

  test('keeps the reasons of an account deletion, and not the password', async ({ page, context, open, account }) => {
    const [form, guard] = [new DeletePage(page), new SessionGuard(page)];
    await open(DeletePage.path);
    await form.comment.fill('Too loud.');
    await form.reason('I worry about my data').check();
    await form.password.fill(account.password);
    await logOut(context);
    await guard.logIn.click();
    await expect(page).toHaveURL(`${LoginPage.path}?next=${DeletePage.path}`);
    await logInOn(page, account);

    await expect(page).toHaveURL(DeletePage.path);
    await expect(page.getByText(BACK)).toBeVisible();
    await expect(form.comment).toHaveValue('Too loud.');
    await expect(form.reason('I worry about my data')).toBeChecked();
    await expect(form.password).toHaveValue('');
  });
});

test.describe('with a password prompt for each action', { tag: '@hydrated' }, () => {
  test.use({ baseURL: STRICT_SITE });

  test('its dialog covers the password dialog, and the form behind both is shown again', async ({ page, context, open, guard, account }) => {
    guard.expects(403, /update$/);
    const [form, prompt, over] = [new UpdatePage(page), new StepUpDialog(page), new SessionGuard(page)];
    await open(UpdatePage.path);
    await form.email.fill('gildong@example.com');
    await form.submit.click();
    await prompt.password.fill('half a pass');
    await logOut(context);
    await expect(over.ended).toBeVisible();
    await expect(prompt.password).toBeHidden();
    await over.logIn.click();
    await expect(page).toHaveURL(`${LoginPage.path}?next=${UpdatePage.path}`);
    await logInOn(page, account);

    await expect(page).toHaveURL(UpdatePage.path);
    await expect(form.email).toHaveValue('gildong@example.com');
  });
});
