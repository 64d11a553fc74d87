// The link of an article, to be given to others: copied by a press, and a plain link where a page may not copy.
import { writeArticle } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { ArticleEditor, ArticlePage } from '../../pages/articles.ts';
import { Site } from '../../pages/site.ts';

const clipboard = 'navigator.clipboard.readText()';

test.describe('with scripting', { tag: '@hydrated' }, () => {
  test('is copied from the article and from the notice that it is published', async ({ page, context, open, hydrated, account }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const [editor, article, site] = [new ArticleEditor(page), new ArticlePage(page), new Site(page)];
    await open(ArticleEditor.path);
    await editor.send(`To be shared by ${account.username}`, 'Text.');
    const notice = site.notice('Published.').getByRole('link');
    await expect(notice).toHaveText('Copy link');
    await hydrated(page);
    await notice.click();
    await expect(notice).toHaveText('Link copied');
    expect(await page.evaluate(clipboard)).toBe(page.url());

    await page.evaluate("navigator.clipboard.writeText('')");
    await article.copyLink.click();
    await expect(article.copyLink).toHaveText('Link copied');
    expect(await page.evaluate(clipboard)).toBe(page.url());
  });

  test('leads to the article where the browser refuses to copy', async ({ page, context, open, account }) => {
    const article = new ArticlePage(page);
    const path = await writeArticle(context, `Not copied, ${account.username}`);
    await open(`${path}?from=elsewhere`);
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error())');
    await article.copyLink.click();
    await expect(page).toHaveURL(path);
  });
});

inEveryState(() => {
  test('is a link to the article', async ({ page, context, open, account }) => {
    const path = await writeArticle(context, `A link, ${account.username}`);
    await open(path);
    await expect(new ArticlePage(page).copyLink).toHaveAttribute('href', path);
  });
});
