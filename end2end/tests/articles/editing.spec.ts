// Articles: writing, reading, changing and deleting them, and who may (S5, S7).
import { signUp, writeArticle } from '../../fixtures/users.ts';
import { EMPTY_SITE } from '../../fixtures/server.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { ArticleEditor, ArticleList, ArticlePage, DeletePage } from '../../pages/articles.ts';
import { LoginPage } from '../../pages/accounts.ts';

const TEXT = 'First line.\nSecond line.\n\nA new paragraph.';

inEveryState(() => {
  test('S5 an article is written, and read as it was typed', async ({ page, open, account }) => {
    const [editor, article] = [new ArticleEditor(page), new ArticlePage(page)];
    const title = `Notes of ${account.username}`;
    await open(ArticleEditor.path);
    await editor.send(title, TEXT);

    await expect(page).toHaveURL(/\/articles\/\d+\/$/);
    await expect(article.heading).toHaveText(title);
    await expect(page).toHaveTitle(`${title} · Latchkey`);
    await expect(article.article).toContainText(account.username);
    const written = article.paragraphs.filter({ hasText: /line|paragraph/ });
    await expect(written).toHaveCount(2);
    // Once the style sheet, which keeps the lines, is there.
    await expect.poll(() => written.first().innerText()).toBe('First line.\nSecond line.');
    await open('/articles/');
    await expect(new ArticleList(page).article(title)).toBeVisible();
  });

  test('S5 an article is changed by its author', async ({ page, context, open, hydrated, account }) => {
    const path = await writeArticle(context, `Draft of ${account.username}`, TEXT);
    const [editor, article] = [new ArticleEditor(page), new ArticlePage(page)];
    await open(path);
    await article.edit.click();
    await expect(page).toHaveURL(`${path}update/`);
    await hydrated(page);
    await expect(editor.title).toHaveValue(`Draft of ${account.username}`);
    await expect(editor.text).toHaveValue(TEXT);
    await editor.send('Better', 'Shorter.');

    await expect(page).toHaveURL(path);
    await expect(article.heading).toHaveText('Better');
    await expect(article.article).toContainText('Shorter.');
    await expect(article.article).toContainText('Edited');
  });

  test('S7 an article is deleted after a confirmation', async ({ page, context, open, hydrated, account, guard }) => {
    const title = `Unwanted by ${account.username}`;
    const path = await writeArticle(context, title);
    const [article, question] = [new ArticlePage(page), new DeletePage(page)];
    await open(path);
    await article.delete.click();
    await expect(question.heading).toHaveText('Delete article');
    await hydrated(page);
    await expect(page.getByRole('main')).toContainText(title);
    await question.submit.click();

    await expect(page).toHaveURL('/articles/');
    await expect(question.heading).toHaveText('Articles');
    await expect(new ArticleList(page).article(title)).toHaveCount(0);
    guard.expects(404, new RegExp(`^${path}$`));
    await open(path);
    await expect(article.heading).toHaveText('Page not found');
  });

  test('a refused form keeps all submitted values', async ({ page, open, guard, account }) => {
    guard.expects(422, /create$/);
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.send('나'.repeat(201), `  Text of ${account.username}\n\nwith <b>signs</b> & "quotes"`);

    await expect(editor.title).toHaveAccessibleDescription(/Use at most 200 characters; this has 201\./);
    await expect(editor.title).toHaveAttribute('aria-invalid', 'true');
    await expect(editor.title).toBeFocused();
    await expect(editor.title).toHaveValue('나'.repeat(201));
    await expect(editor.text).toHaveValue(`  Text of ${account.username}\n\nwith <b>signs</b> & "quotes"`);
    await expect(editor.text).not.toHaveAttribute('aria-invalid');

    await editor.title.fill(`Kept by ${account.username}`);
    await editor.submit.click();
    await expect(page).toHaveURL(/\/articles\/\d+\/$/);
    await expect(page.getByRole('article')).toContainText('with <b>signs</b> & "quotes"');
  });

  test('a text that starts with a line break survives a refusal', async ({ page, open, guard, account }) => {
    guard.expects(422, /create$/);
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.send('', `\n\n  indented by ${account.username}`);

    await expect(editor.title).toHaveAccessibleDescription(/Enter a title\./);
    await expect(editor.text).toHaveValue(`\n\n  indented by ${account.username}`);
  });

  test('of two users who edit at once none loses text: the second reads of the conflict, sees both versions and can save again', async ({
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
    await open(`${LoginPage.path}?next=${path}update/`, theirs.page);
    await new LoginPage(theirs.page).send(account.username, account.password);
    await expect(theirs.title).toBeVisible();
    await open(`${path}update/`);
    await theirs.send('Their title', 'What they wrote.');
    await expect(theirs.page).toHaveURL(path);

    await mine.send('My title', 'What I wrote.');
    await expect(mine.alert).toContainText('This was changed elsewhere while you were writing.');
    await expect(mine.alert).toBeFocused();
    await expect(mine.savedVersion).toContainText('What they wrote.');
    await expect(mine.savedVersion.getByRole('heading', { name: 'Their title' })).toBeVisible();
    await expect(mine.title).toHaveValue('My title');
    await expect(mine.text).toHaveValue('What I wrote.');

    await mine.submit.click();
    await expect(page).toHaveURL(path);
    await expect(mine.heading).toHaveText('My title');
    await expect(page.getByRole('article')).toContainText('What I wrote.');
  });
});

test.describe('without articles', () => {
  test.use({ baseURL: EMPTY_SITE });

  test('a visitor is asked to log in and reaches the form for a new article', async ({ page, open, hydrated, otherBrowser }) => {
    const { username, password } = await signUp((await otherBrowser()).context());
    await open('/articles/');
    await expect(page.getByRole('heading', { name: 'No articles yet' })).toBeVisible();
    await page.getByRole('link', { name: 'Log in to write' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log in');
    await hydrated(page);
    await new LoginPage(page).send(username, password);

    await expect(page).toHaveURL('/articles/create/');
  });

  test('a user is asked to write the first article', async ({ page, open, account }) => {
    await open('/articles/');
    await expect(page.getByText(account.username)).toBeVisible();
    await new ArticleList(page).write.click();

    await expect(page).toHaveURL('/articles/create/');
  });
});

test('the counters count the typed characters, a line break as one', { tag: '@hydrated' }, async ({ page, open, account }) => {
  const editor = new ArticleEditor(page);
  await open(ArticleEditor.path);
  await editor.title.fill(account.username);
  await expect(editor.counter(`${account.username.length} / 200`)).toBeVisible();
  await editor.text.fill('한글\n글');
  await expect(editor.counter('4 / 20000')).toBeVisible();
  await editor.text.press('Backspace');
  await expect(editor.counter('3 / 20000')).toBeVisible();
});

test('Cancel leads back, and nothing is changed', async ({ page, context, open, hydrated, account }) => {
  const path = await writeArticle(context, `Kept by ${account.username}`);
  const editor = new ArticleEditor(page);
  await open(`${path}update/`);
  await editor.title.fill('Something else');
  await editor.cancel.click();
  await expect(page).toHaveURL(path);
  await expect(editor.heading).toHaveText(`Kept by ${account.username}`);

  await hydrated(page);
  await open(`${path}delete/`);
  await new DeletePage(page).cancel.click();
  await expect(page).toHaveURL(path);

  await open(ArticleEditor.path);
  await editor.cancel.click();
  await expect(page).toHaveURL('/articles/');
});

test('an article of another user has no button to change it and cannot be changed', async ({ page, open, guard, account, otherBrowser }) => {
  guard.expects(403, /^\/articles\/\d+\/(update|delete)\/$/);
  const other = (await otherBrowser()).context();
  await signUp(other);
  const path = await writeArticle(other, `Not of ${account.username}`);
  const article = new ArticlePage(page);
  await open(path);
  await expect(article.heading).toHaveText(`Not of ${account.username}`);
  await expect(article.edit).toBeHidden();
  await expect(article.delete).toBeHidden();

  for (const address of [`${path}update/`, `${path}delete/`]) {
    await open(address);
    await expect(article.heading).toHaveText('Not yours to change');
    await expect(page.getByText('403')).toBeVisible();
    await expect(page.getByText(`Not of ${account.username}`)).toHaveCount(0);
  }
});

test('a missing article is a page with status 404 and a link onwards', async ({ page, open, hydrated, guard, account }) => {
  guard.expects(404, /./);
  const article = new ArticlePage(page);
  for (const path of ['/articles/999999/', '/articles/nonsense/', '/articles/999999/update/', '/nowhere/', '/articles/1/2/3/']) {
    await open(path);
    await expect(article.heading, path).toHaveText('Page not found');
    await expect(page).toHaveTitle('Page not found · Latchkey');
    await expect(article.nameLink(account.username)).toBeVisible();
  }
  await hydrated(page);
  await page.getByRole('link', { name: 'Back to the articles' }).click();
  await expect(article.heading).toHaveText('Articles');
});

test('an address without its trailing slash is redirected', async ({ page, open }) => {
  await open('/articles');
  await expect(page).toHaveURL('/articles/');
  await open('/accounts/login?next=/articles/create/');
  await expect(page).toHaveURL('/accounts/login/?next=/articles/create/');
});

test('a list page past the oldest article says that it is empty, and the header leads back', async ({
  page,
  context,
  open,
  hydrated,
  account,
}) => {
  const title = `Still there, ${account.username}`;
  await writeArticle(context, title);
  const list = new ArticleList(page);
  await open('/articles/?before=0');
  await expect(page.getByRole('heading', { name: 'No more articles' })).toBeVisible();
  await hydrated(page);
  await list.articlesLink.click();

  await expect(list.article(title)).toBeVisible();
});
