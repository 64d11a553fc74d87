// Drafts of several forms, tabs and versions, and browsers that keep nothing.
import { logIn, writeArticle } from '../../fixtures/users.ts';
import { expect, stored, test, waitUntilHydrated } from '../../fixtures/test.ts';
import { ArticleEditor, DeletePage } from '../../pages/articles.ts';

test.describe('drafts', { tag: '@hydrated' }, () => {
  test('of an existing article belong to it alone', async ({ page, context, open, account }) => {
    const editor = new ArticleEditor(page);
    const path = await writeArticle(context, `Published by ${account.username}`, 'Before.');
    const another = await writeArticle(context, `Another of ${account.username}`);
    await open(`${path}update/`);
    await expect(editor.kept).toBeHidden();
    await editor.text.fill('After.');
    await expect(editor.kept).toBeVisible();

    await open(`${another}update/`);
    await expect(editor.title).toBeFocused();
    await expect(editor.drafts).toHaveCount(0);
    await open(`${path}update/`);
    await expect(editor.text).toHaveValue('Before.');
    await editor.drafts.getByRole('button', { name: 'Continue' }).click();
    await expect(editor.text).toHaveValue('After.');
    await editor.submit.click();
    await expect(page).toHaveURL(path);
    await expect(page.getByRole('article')).toContainText('After.');
    expect(await stored(page)).toEqual({});
  });

  test('of an existing article have its title', async ({ page, context, open, account }) => {
    const editor = new ArticleEditor(page);
    const path = await writeArticle(context, `Published by ${account.username}`);
    await open(`${path}update/`);
    await editor.write(`Renamed by ${account.username}`, 'After.');
    await open(`${path}update/`);
    await expect(editor.drafts.getByRole('strong')).toHaveText(`Renamed by ${account.username}`);
  });

  test('of an existing article and of new ones are kept apart', async ({ page, context, open, account }) => {
    const editor = new ArticleEditor(page);
    const path = await writeArticle(context, `Published by ${account.username}`, 'Before.');
    await open(`${path}update/`);
    await editor.write(`Renamed by ${account.username}`, 'After.');
    for (const count of [0, 1, 2, 3]) {
      await open(ArticleEditor.path);
      await expect(editor.title).toBeFocused();
      await expect(editor.drafts).toHaveCount(count);
      await editor.write(`Number ${count} of ${account.username}`, 'Text.');
    }
    await open(`${path}update/`);
    await expect(editor.drafts).toHaveCount(1);
  });

  test('of a deleted article are removed with it, and no others', async ({ page, context, open, account }) => {
    const editor = new ArticleEditor(page);
    const path = await writeArticle(context, `Unwanted by ${account.username}`);
    const another = await writeArticle(context, `Wanted by ${account.username}`);
    for (const article of [path, another]) {
      await open(`${article}update/`);
      await editor.write(`Changed by ${account.username}`, 'After.');
    }
    expect(Object.keys(await stored(page))).toHaveLength(2);
    await open(`${path}delete/`);
    await new DeletePage(page).submit.click();
    await expect(page).toHaveURL('/articles/');

    const keys = Object.keys(await stored(page));
    expect(keys).toHaveLength(1);
    await open(`${another}update/`);
    await expect(editor.drafts).toHaveCount(1);
  });

  test('of two tabs do not overwrite each other', async ({ page, context, open, account }) => {
    const tab = await context.newPage();
    const [mine, theirs] = [new ArticleEditor(page), new ArticleEditor(tab)];
    await open(ArticleEditor.path);
    await open(ArticleEditor.path, tab);
    await mine.write(`First tab, ${account.username}`, 'One.');
    await theirs.write(`Second tab, ${account.username}`, 'Two.');
    await mine.text.fill('One, and more.');
    await expect.poll(async () => Object.values(await stored(page)).join()).toContain('One, and more.');
    await tab.close();

    await open(ArticleEditor.path);
    await expect(mine.drafts).toHaveCount(2);
    await mine.draft('Second tab').resume.click();
    await expect(mine.text).toHaveValue('Two.');
    await mine.draft('First tab').resume.click();
    await expect(mine.text).toHaveValue('One, and more.');
    // The text that was in the form before becomes a draft.
    await open(ArticleEditor.path);
    await expect(mine.drafts).toHaveCount(2);
  });

  test('are at most three, the newest ones', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    for (const count of [1, 2, 3, 4]) {
      await open(ArticleEditor.path);
      await editor.write(`Number ${count} of ${account.username}`, 'Text.');
    }
    await open(ArticleEditor.path);

    await expect(editor.drafts).toHaveText([/Number 4/, /Number 3/, /Number 2/]);
    expect(Object.keys(await stored(page))).toHaveLength(3);
  });

  test('of an outdated version lead to the edit conflict when they are saved', async ({
    page,
    context,
    open,
    guard,
    account,
    otherBrowser,
  }) => {
    guard.expects(422, /update$/);
    const path = await writeArticle(context, `Shared by ${account.username}`, 'The first version.');
    const [mine, theirs] = [new ArticleEditor(page), new ArticleEditor(await otherBrowser())];
    await logIn(theirs.page.context(), account);
    await open(`${path}update/`);
    await mine.write('My title', 'What I wrote.');
    await open(`${path}update/`, theirs.page);
    await theirs.send('Their title', 'What they wrote.');
    await expect(theirs.page).toHaveURL(path);

    await open(`${path}update/`);
    await expect(mine.title).toHaveValue('Their title');
    await mine.drafts.getByRole('button', { name: 'Continue' }).click();
    await expect(mine.title).toHaveValue('My title');
    await mine.submit.click();
    await expect(mine.alert).toContainText('This was changed elsewhere while you were writing.');
    await expect(mine.savedVersion).toContainText('What they wrote.');
    await expect(mine.text).toHaveValue('What I wrote.');
    await mine.submit.click();
    await expect(page).toHaveURL(path);
    await expect(page.getByRole('article')).toContainText('What I wrote.');
    expect(await stored(page)).toEqual({});
  });

  test('that are damaged are dropped silently', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.write(account.username, 'Text.');
    await open('/articles/');
    await page.evaluate(() => Object.keys(localStorage).forEach((key) => localStorage.setItem(key, '{"at": nonsense')));
    await open(ArticleEditor.path);

    await expect.poll(() => stored(page)).toEqual({});
    await expect(editor.drafts).toHaveCount(0);
    await editor.write(account.username, 'Text.');
  });

  test('are not announced in a browser without storage', async ({ page, open, account }) => {
    await page.addInitScript(() => {
      const get = () => {
        throw new DOMException('denied', 'SecurityError');
      };
      Object.defineProperty(window, 'localStorage', { get });
      Object.defineProperty(window, 'sessionStorage', { get });
    });
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.title.fill(account.username);
    await editor.text.fill('Text.');
    await expect(editor.counter('5 / 20000')).toBeVisible();
    await expect(editor.kept).toBeHidden();
    await editor.submit.click();
    await expect(editor.heading).toHaveText(account.username);
  });

  test.describe('before hydration', () => {
    test.use({ wasm: 'held' });

    test('begin with the text that was typed before', async ({ page, open, release, account }) => {
      const editor = new ArticleEditor(page);
      await open(ArticleEditor.path);
      await editor.title.fill(`Early ${account.username}`);
      await release();
      await waitUntilHydrated(page);

      await expect(editor.kept).toBeVisible();
      await expect(editor.title).toHaveValue(`Early ${account.username}`);
      await expect(editor.drafts).toHaveCount(0);
    });
  });
});
