// Finding articles: the search, a user's own, an author's, and from one to the next.
import { freshName, signUp, writeArticle, writeDraft } from '../../fixtures/users.ts';
import { expect, inEveryState, overflow, test } from '../../fixtures/test.ts';
import { ArticleList, ArticlePage, MyArticles } from '../../pages/articles.ts';

inEveryState(() => {
  test('an article is found by words of its text, in Korean too, and a draft is not', async ({ page, context, open, account }) => {
    const word = freshName('등대').replaceAll('-', '');
    const [shown, hidden] = [`Shown to ${account.username}`, `Hidden by ${account.username}`];
    await writeArticle(context, shown, `The ${word} stands **there**.`);
    await writeDraft(context, hidden, `The ${word} is not there.`);
    const list = new ArticleList(page);
    await open(ArticleList.path);
    await list.search.fill(`${word} THERE`);
    await list.search.press('Enter');
    await expect(page).toHaveURL(/\?q=/);
    await expect(list.heading).toHaveText(`Articles with “${word} THERE”`);
    await expect(list.article(shown)).toBeVisible();
    await expect(list.article(hidden)).toHaveCount(0);
    await expect(list.search).toHaveValue(`${word} THERE`);

    await list.search.fill(`${word} nowhere`);
    await list.search.press('Enter');
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await page.getByRole('link', { name: 'See all articles' }).click();
    await expect(list.heading).toHaveText('Articles');
  });

  test('my articles are found again, drafts apart', async ({ page, context, open, account }) => {
    const mine = new MyArticles(page);
    await writeArticle(context, `Public of ${account.username}`);
    await writeDraft(context, `Draft of ${account.username}`);
    await open(ArticleList.path);
    await page.getByRole('main').getByRole('link', { name: 'My articles' }).click();
    await expect(mine.heading).toHaveText('My articles');
    await expect(mine.article(`Public of ${account.username}`)).toBeVisible();
    await expect(mine.article(`Draft of ${account.username}`)).toHaveCount(0);
    await mine.drafts.click();
    await expect(mine.article(`Draft of ${account.username}`)).toBeVisible();
    await expect(mine.article(`Public of ${account.username}`)).toHaveCount(0);
  });

  test('an article leads to its author and to its neighbours', async ({ page, context, open, otherBrowser }) => {
    const { username } = await signUp(context, freshName('홍길동'));
    await writeArticle(context, `Older by ${username}`);
    const path = await writeArticle(context, `Newer by ${username}`);
    const visitor = await otherBrowser();
    const article = new ArticlePage(visitor);
    await open(path, visitor);
    await article.article.getByRole('link', { name: username }).click();
    await expect(article.heading).toHaveText(username);
    await expect(new ArticleList(visitor).items).toHaveCount(2);
    await new ArticleList(visitor).article(`Newer by ${username}`).click();
    await expect(article.heading).toHaveText(`Newer by ${username}`);
    await article.more.getByRole('link').last().click();
    await expect(article.heading).not.toHaveText(`Newer by ${username}`);
    await article.more.getByRole('link', { name: 'All articles' }).click();
    await expect(article.heading).toHaveText('Articles');
    await expect(page).toHaveURL('about:blank');
  });
});

test('the pages fit on a small phone, with long Korean words and names', { tag: '@hydrated' }, async ({ page, context, open }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  const { username } = await signUp(context, freshName('힣').padEnd(140, '힣'));
  const path = await writeArticle(context, '가나다라마바사'.repeat(28), '`' + 'W'.repeat(300) + '`\n\n|' + 'a|'.repeat(30) + '\n|' + '-|'.repeat(30));
  for (const address of [path, '/articles/', `/articles/?q=${'가나다라'.repeat(40)}`, '/articles/mine/', `/people/${encodeURIComponent(username)}/`]) {
    await open(address);
    await expect(new ArticlePage(page).heading).toBeVisible();
    expect(await overflow(page), `${address} scrolls sideways by`).toBe(0);
  }
});
