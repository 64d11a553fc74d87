// Drafts: unsent text is kept on the device until it is sent or discarded, and offered but never inserted by itself. A logout removes
// it, and no other user finds it.
import { logIn, signUp } from '../../fixtures/users.ts';
import { expect, inEveryState, stored, test, waitUntilHydrated } from '../../fixtures/test.ts';
import { AccountPage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { Site } from '../../pages/site.ts';

test.describe('unsent text', { tag: '@hydrated' }, () => {
  test('is offered after a reload and restored on request', async ({ page, open, hydrated, account }) => {
    const editor = new ArticleEditor(page);
    const title = `Half done by ${account.username}`;
    await open(ArticleEditor.path);
    await expect(editor.drafts).toHaveCount(0);
    await expect(editor.kept).toBeHidden();
    await editor.write(title, 'First line.\n\nSecond line.');
    await page.reload({ waitUntil: 'domcontentloaded' });
    await hydrated(page);

    await expect(editor.draft(title).offer).toContainText('Unsaved text on this device');
    await expect(editor.title).toHaveValue('');
    await expect(editor.text).toHaveValue('');
    await editor.draft(title).resume.click();
    await expect(editor.title).toHaveValue(title);
    await expect(editor.text).toHaveValue('First line.\n\nSecond line.');
    await expect(editor.counter(`${title.length} / 200`)).toBeVisible();
    await expect(editor.text).toBeFocused();
    await expect(editor.drafts).toHaveCount(0);

    await editor.submit.click();
    await expect(editor.heading).toHaveText(title);
    await expect(page.getByRole('article')).toContainText('Second line.');
    expect(await stored(page)).toEqual({});
    await open(ArticleEditor.path);
    await expect(editor.title).toBeFocused();
    await expect(editor.drafts).toHaveCount(0);
  });

  test('is restored with its visibility', async ({ page, open, hydrated, account }) => {
    const editor = new ArticleEditor(page);
    const title = `For nobody yet, by ${account.username}`;
    await open(ArticleEditor.path);
    await editor.visibility.selectOption('draft');
    await editor.write(title, 'Text.');
    await page.reload({ waitUntil: 'domcontentloaded' });
    await hydrated(page);
    await expect(editor.visibility).toHaveValue('published');
    await editor.draft(title).resume.click();

    await expect(editor.visibility).toHaveValue('draft');
    await expect(editor.submit).toHaveText('Save draft', { useInnerText: true });
    await editor.submit.click();
    await expect(editor.heading).toHaveText(title);
    await expect(page.getByRole('article')).toContainText('Only you and editors can see this.');
    expect(await stored(page)).toEqual({});
  });

  test('is no draft when only its visibility is left', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.visibility.selectOption('draft');
    await editor.write(account.username, 'Text.');
    await editor.title.fill('');
    await editor.text.fill('');

    await expect(editor.kept).toBeHidden();
    await expect(editor.visibility).toHaveValue('draft');
    expect(await stored(page)).toEqual({});
  });

  test('is deleted when it is discarded', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    const title = `Thrown away by ${account.username}`;
    await open(ArticleEditor.path);
    await editor.write(title, 'Text.');
    await open(ArticleEditor.path);
    await editor.draft(title).discard.click();

    await expect(editor.drafts).toHaveCount(0);
    await expect(editor.title).toHaveValue('');
    expect(await stored(page)).toEqual({});
    await open(ArticleEditor.path);
    await expect(editor.title).toBeFocused();
    await expect(editor.drafts).toHaveCount(0);
  });

  test('passes the focus when it is discarded: to the next draft, then to the first field', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    for (const count of [1, 2]) {
      await open(ArticleEditor.path);
      await editor.write(`Number ${count} of ${account.username}`, 'Text.');
    }
    await open(ArticleEditor.path);
    await editor.draft('Number 2').discard.click();
    await expect(editor.draft('Number 1').resume).toBeFocused();
    await editor.draft('Number 1').discard.click();
    await expect(editor.title).toBeFocused();
  });

  test('survives closing the tab', async ({ page, context, open, account }) => {
    const tab = await context.newPage();
    const title = `In a tab of ${account.username}`;
    await open(ArticleEditor.path, tab);
    await new ArticleEditor(tab).write(title, 'Text.');
    await tab.close();

    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.draft(title).resume.click();
    await expect(editor.text).toHaveValue('Text.');
  });

  test('is kept when the page is left right after the last keystroke', async ({ page, open, hydrated, account }) => {
    const editor = new ArticleEditor(page);
    const [first, second] = [`Left for the list, ${account.username}`, `Left for the account, ${account.username}`];
    await open(ArticleEditor.path);
    await editor.title.fill(first);
    // By a link, and by an address.
    await editor.articlesLink.click();
    await expect(editor.heading).toHaveText('Articles');
    await editor.writeLink.click();
    await expect(editor.draft(first).offer).toBeVisible();
    await editor.title.fill(second);
    await open(AccountPage.path);

    await open(ArticleEditor.path);
    await hydrated(page);
    await expect(editor.drafts).toHaveCount(2);
    await expect(editor.drafts.first()).toContainText(second);
    await expect(editor.draft(first).offer).toBeVisible();
  });

  test('is kept without a connection, and sent when there is one again', async ({ page, context, open, guard, account }) => {
    guard.expects('failure', /create$|session-events$/);
    const editor = new ArticleEditor(page);
    const title = `On the train, ${account.username}`;
    await open(ArticleEditor.path);
    await context.setOffline(true);
    await editor.write(title, 'Text.');
    await editor.submit.click();
    await expect(editor.alert).toBeVisible();
    await context.setOffline(false);

    await open(ArticleEditor.path);
    await editor.draft(title).resume.click();
    await editor.submit.click();
    await expect(editor.heading).toHaveText(title);
    expect(await stored(page)).toEqual({});
  });

  test('is kept when the server refuses it', async ({ page, open, guard, account }) => {
    guard.expects(422, /create$/);
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.send('', `Without a title, ${account.username}`);
    await expect(editor.title).toHaveAttribute('aria-invalid', 'true');
    await expect(editor.kept).toBeVisible();

    await open(ArticleEditor.path);
    await editor.draft('Without a title').resume.click();
    await expect(editor.text).toHaveValue(`Without a title, ${account.username}`);
  });

  test('is no draft when it is empty', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.write(account.username, 'Text.');
    await editor.title.fill('');
    await editor.text.fill('');

    await expect(editor.kept).toBeHidden();
    expect(await stored(page)).toEqual({});
  });

  test('is escaped in its offer', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    const title = `<img src=x onerror="document.title='run'">${account.username}`;
    await open(ArticleEditor.path);
    await editor.write(title, 'Text.');
    await open(ArticleEditor.path);

    await expect(editor.draft(title).offer).toBeVisible();
    await expect(editor.drafts.locator('img')).toHaveCount(0);
    await expect(page).not.toHaveTitle('run');
  });

  test('has an accessible offer', async ({ page, open, axe, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.write(`By ${account.username}`, 'Text.');
    await axe(page);
    await open(ArticleEditor.path);
    await expect(editor.drafts).toHaveCount(1);
    await axe(page);
  });

  test('is reached by the keyboard before the fields', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    const title = `By keys, ${account.username}`;
    await open(ArticleEditor.path);
    await editor.write(title, 'Text.');
    await open(ArticleEditor.path);
    await expect(editor.title).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(editor.draft(title).discard).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(editor.draft(title).resume).toBeFocused();
    await page.keyboard.press('Enter');

    await expect(editor.title).toHaveValue(title);
    await expect(editor.text).toBeFocused();
  });

  test('survives the end of a session and is offered after the next login', async ({ page, context, open, hydrated, account }) => {
    const editor = new ArticleEditor(page);
    const title = `Before the weekend, ${account.username}`;
    await open(ArticleEditor.path);
    await editor.write(title, 'Text.');
    // As after a restart of the browser: the session cookie is gone, without a logout.
    await context.clearCookies();
    await open(ArticleEditor.path);
    await expect(page).toHaveURL(`${LoginPage.path}?next=${ArticleEditor.path}`);
    await new LoginPage(page).send(account.username, account.password);

    await expect(page).toHaveURL(ArticleEditor.path);
    await hydrated(page);
    await editor.draft(title).resume.click();
    await expect(editor.text).toHaveValue('Text.');
  });

  test('is hidden from another user of the browser and removed by their first page', async ({ page, context, open, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.write(`Private to ${account.username}`, 'Nobody else.');
    await page.goto('/healthz');
    await context.clearCookies();
    const other = await signUp(context);
    await open('/articles/');
    await expect(editor.nameLink(other.username)).toBeVisible();

    await expect.poll(() => stored(page)).toEqual({});
    await open(ArticleEditor.path);
    await expect(editor.title).toBeFocused();
    await expect(editor.drafts).toHaveCount(0);
    await expect(page.getByText('Private to')).toHaveCount(0);
  });

  test('is removed by a logout, right after the last keystroke too', async ({ page, context, open, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.write(`Kept by ${account.username}`, 'Text.');
    await editor.text.pressSequentially(' And more.');
    await editor.logOut();
    await expect(editor.logInLink).toBeVisible();
    await waitUntilHydrated(page);
    expect(await stored(page)).toEqual({});

    await logIn(context, account);
    await open(ArticleEditor.path);
    await expect(editor.title).toBeFocused();
    await expect(editor.drafts).toHaveCount(0);
  });
});

inEveryState(() => {
  test('a logout leaves nothing on the device', async ({ page, open, account }) => {
    const site = new Site(page);
    await open('/articles/');
    await expect(site.nameLink(account.username)).toBeVisible();
    // An earlier page with scripting has saved it.
    await page.evaluate(() => localStorage.setItem('draft/1/article/1', '{"at":1,"texts":[["title","Private"]]}'));
    await site.logOut();

    await expect(site.logInLink).toBeVisible();
    expect(await stored(page)).toEqual({});
  });
});
