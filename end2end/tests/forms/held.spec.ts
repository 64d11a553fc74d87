// S7: no text is lost when a session ends while a user writes. A form that is sent then is held and shown after the login, ready to
// send. For pages that notice the end before a form is sent, see sessions/visible-page.spec.ts.
import { logIn, logOut, signUp, writeArticle } from '../../fixtures/users.ts';
import { expect, inEveryState, test, withoutSessionEvents } from '../../fixtures/test.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor, DeletePage } from '../../pages/articles.ts';
import { Site } from '../../pages/site.ts';

const BACK = 'Your text is back: save it now.';

inEveryState(() => {
  test('S7 an article sent after the session ended in another tab is held until the login', async ({ page, context, open, hydrated, guard, account }) => {
    guard.expects(401, /create$/);
    const [editor, login] = [new ArticleEditor(page), new LoginPage(page)];
    await withoutSessionEvents(context);
    await open(ArticleEditor.path);
    await logOut(context);
    await editor.send('Written in one go', 'First line.\n\nSecond line.');

    await expect(page).toHaveURL('/accounts/login/?next=/articles/create/');
    await hydrated(page);
    await login.send(account.username, account.password);

    await expect(page).toHaveURL('/articles/create/');
    await expect(page.getByText(BACK)).toBeVisible();
    await expect(editor.title).toHaveValue('Written in one go');
    await expect(editor.text).toHaveValue('First line.\n\nSecond line.');
    await hydrated(page);
    await editor.submit.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Written in one go');
    await expect(page.getByText(BACK)).toBeHidden();
  });

  test('S7 a held change of an article is shown on its own page', async ({ page, context, open, hydrated, guard, account }) => {
    guard.expects(401, /update$/);
    const [editor, login] = [new ArticleEditor(page), new LoginPage(page)];
    const path = await writeArticle(context, `By ${account.username}`, 'Before.');
    await withoutSessionEvents(context);
    await open(`${path}update/`);
    await logOut(context);
    await editor.text.fill('After.');
    await editor.submit.click();
    await expect(page).toHaveURL(`/accounts/login/?next=${path}update/`);
    await hydrated(page);
    await login.send(account.username, account.password);

    await expect(page).toHaveURL(`${path}update/`);
    await expect(editor.text).toHaveValue('After.');
    await hydrated(page);
    await editor.submit.click();
    await expect(page).toHaveURL(path);
    await expect(page.getByText('After.')).toBeVisible();
  });

  test('S7 the forms of two tabs are both held, and the newer is shown first', async ({ page, context, open, hydrated, guard, account }) => {
    guard.expects(401, /create$/);
    const [editor, login, tab] = [new ArticleEditor(page), new LoginPage(page), await context.newPage()];
    await withoutSessionEvents(context);
    await open(ArticleEditor.path);
    await open(ArticleEditor.path, tab);
    await logOut(context);
    await new ArticleEditor(tab).send('In the first tab', 'One.');
    await expect(tab).toHaveURL('/accounts/login/?next=/articles/create/');
    await tab.close();
    await editor.send('In the second tab', 'Two.');
    await expect(page).toHaveURL('/accounts/login/?next=/articles/create/');
    await hydrated(page);
    await login.send(account.username, account.password);

    await expect(page).toHaveURL('/articles/create/');
    await expect(page.getByText(BACK)).toContainText('Another unsaved form is waiting too');
    await expect(editor.title).toHaveValue('In the second tab');
    await open(ArticleEditor.path);
    await expect(page.getByText(BACK)).not.toContainText('Another unsaved form is waiting too');
    await expect(editor.title).toHaveValue('In the first tab');
    await expect(editor.text).toHaveValue('One.');
  });

  test('S7 a deletion returns to its confirmation', async ({ page, context, open, hydrated, guard, account }) => {
    guard.expects(401, /delete$/);
    const path = await writeArticle(context, `By ${account.username}`);
    await withoutSessionEvents(context);
    await open(`${path}delete/`);
    await logOut(context);
    await new DeletePage(page).submit.click();
    await expect(page).toHaveURL(`/accounts/login/?next=${path}delete/`);
    await hydrated(page);
    await new LoginPage(page).send(account.username, account.password);
    await expect(page).toHaveURL(`${path}delete/`);
    await expect(new DeletePage(page).submit).toBeVisible();
  });

  test('S7 another user who logs in to the browser sees no held form', async ({ page, context, open, hydrated, guard, account, otherBrowser }) => {
    guard.expects(401, /create$/);
    const editor = new ArticleEditor(page);
    const other = await signUp((await otherBrowser()).context());
    await withoutSessionEvents(context);
    await open(ArticleEditor.path);
    await logOut(context);
    await editor.send(`Private to ${account.username}`, 'Nobody else.');
    await expect(page).toHaveURL('/accounts/login/?next=/articles/create/');
    await hydrated(page);
    await new LoginPage(page).send(other.username, other.password);

    await expect(page).toHaveURL('/articles/create/');
    await expect(new Site(page).nameLink(other.username)).toBeVisible();
    await expect(editor.title).toHaveValue('');
    await expect(page.getByText(BACK)).toBeHidden();
  });

  test('a form that another user had opened is refused', async ({ page, context, open, guard, account, otherBrowser }) => {
    guard.expects(403, /create$/);
    const editor = new ArticleEditor(page);
    const other = await signUp((await otherBrowser()).context());
    await withoutSessionEvents(context);
    await open(ArticleEditor.path);
    await logOut(context);
    await logIn(context, other);
    await editor.send(`By ${account.username}`, 'Whose is it?');
    await expect(page.getByText('You are now logged in as someone else')).toBeVisible();
    await page.goto('/articles/', { waitUntil: 'domcontentloaded' });
    await expect(page.getByText(`By ${account.username}`)).toHaveCount(0);
  });
});
