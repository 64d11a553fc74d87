// Drafts of articles on the server: who sees them, how they are marked, and the list of all articles in the staff area.
import { signUp, signUpWith, writeArticle, writeDraft } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { ArticleEditor, ArticleList, ArticlePage, DeletePage } from '../../pages/articles.ts';
import { ModerationPage } from '../../pages/staff.ts';

inEveryState(() => {
  test('a draft is visible to its author only, and marked, until it is published', async ({
    page,
    open,
    hydrated,
    guard,
    account,
    otherBrowser,
  }) => {
    guard.expects(404, /^\/articles\/\d+\/(update\/)?$/);
    const [other, visitor] = [await otherBrowser(), await otherBrowser()];
    await signUp(other.context());
    const [editor, article, list] = [new ArticleEditor(page), new ArticlePage(page), new ArticleList(page)];
    const title = `Unfinished, by ${account.username}`;
    await open(ArticleEditor.path);
    await editor.visibility.selectOption('Draft: only you and editors');
    await expect(editor.submit).toHaveText('Save draft', { useInnerText: true });
    await editor.send(title, 'Half of it.');
    await expect(page).toHaveURL(/\/articles\/\d+\/$/);
    await expect(article.heading).toHaveText(title);
    await expect(article.article.getByText('Draft', { exact: true })).toBeVisible();
    await expect(article.article).toContainText('Only you and editors can see this.');
    const path = new URL(page.url()).pathname;
    await open('/articles/mine/?show=drafts');
    await expect(list.items.filter({ hasText: title })).toContainText('Draft');
    await open('/articles/');
    await expect(list.heading).toHaveText('Articles');
    await expect(list.article(title)).toHaveCount(0);
    for (const tab of [other, visitor]) {
      await open(path, tab);
      await expect(new ArticlePage(tab).heading).toHaveText('Page not found');
      await open('/articles/', tab);
      await expect(new ArticleList(tab).heading).toHaveText('Articles');
      await expect(new ArticleList(tab).article(title)).toHaveCount(0);
    }
    await open(`${path}update/`, other);
    await expect(new ArticlePage(other).heading).toHaveText('Page not found');

    await open(`${path}update/`);
    await expect(editor.visibility).toHaveValue('draft');
    await editor.visibility.selectOption('Public: everyone');
    await editor.submit.click();
    await expect(page).toHaveURL(path);
    await expect(article.heading).toHaveText(title);
    await hydrated(page);
    await expect(article.article.getByText('Draft', { exact: true })).toHaveCount(0);
    await open(path, visitor);
    await expect(new ArticlePage(visitor).heading).toHaveText(title);
  });

  test('a refused draft stays a draft', async ({ page, open, guard, account }) => {
    guard.expects(422, /create$/);
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await editor.visibility.selectOption('draft');
    await editor.send('', `By ${account.username}`);
    await expect(editor.title).toHaveAttribute('aria-invalid', 'true');
    await expect(editor.visibility).toHaveValue('draft');
    await editor.title.fill('A title');
    await editor.submit.click();
    await expect(page.getByRole('article')).toContainText('Only you and editors can see this.');
  });

  test('staff list all articles or only drafts, and change and delete them', async ({ page, context, open, hydrated, otherBrowser }) => {
    await signUpWith(context, ['--staff', 'articles.view_article', 'articles.change_article', 'articles.delete_article']);
    const other = (await otherBrowser()).context();
    const author = await signUp(other);
    const titles = [`Published by ${author.username}`, `Unfinished, by ${author.username}`] as const;
    await writeArticle(other, titles[0]);
    const draft = await writeDraft(other, titles[1]);
    const [moderation, editor] = [new ModerationPage(page), new ArticleEditor(page)];
    await open('/staff/');
    await moderation.part('Articles').click();
    await expect(moderation.heading).toHaveText('Articles');
    await expect(moderation.row(titles[0])).toBeVisible();
    await expect(moderation.row(titles[0]).getByText('Draft', { exact: true })).toHaveCount(0);
    await expect(moderation.row(titles[1]).getByText('Draft', { exact: true })).toBeVisible();
    await expect(moderation.row(titles[1])).toContainText(author.username);
    await hydrated(page);
    await moderation.part('Drafts').click();
    await expect(page).toHaveURL(`${ModerationPage.path}?show=drafts`);
    await expect(moderation.row(titles[0])).toHaveCount(0);
    await expect(moderation.part('Drafts')).toHaveAttribute('aria-current', 'page');
    await moderation.part(`Edit ${titles[1]}`).click();
    await expect(page).toHaveURL(`${draft}update/`);
    await hydrated(page);
    await expect(editor.title).toHaveValue(titles[1]);
    await editor.send(`${titles[1]}, changed`, 'More of it.');
    await expect(page).toHaveURL(draft);
    await expect(page.getByRole('article')).toContainText('Only its author and editors can see this.');
    await open(ModerationPage.path);
    await moderation.part(`Delete ${titles[0]}`).click();
    await hydrated(page);
    await new DeletePage(page).submit.click();
    await expect(page).toHaveURL('/articles/');
    await open(ModerationPage.path);
    await expect(moderation.row(`${titles[1]}, changed`)).toBeVisible();
    await expect(moderation.row(titles[0])).toHaveCount(0);
  });
});

test('staff who may only view articles see drafts, and no link to change them', async ({ page, context, open, otherBrowser }) => {
  await signUpWith(context, ['--staff', 'articles.view_article']);
  const other = (await otherBrowser()).context();
  const title = `Unfinished, by ${(await signUp(other)).username}`;
  const path = await writeDraft(other, title);
  const [moderation, article] = [new ModerationPage(page), new ArticlePage(page)];
  await open(ModerationPage.path);
  await expect(moderation.row(title)).toBeVisible();
  await expect(moderation.row(title).getByRole('link')).toHaveCount(1);
  await open(path);
  await expect(article.heading).toHaveText(title);
  await expect(article.edit).toHaveCount(0);
  await expect(article.delete).toHaveCount(0);
});
