// Navigation inside one document, in hydrated pages only.
import { writeArticle } from '../../fixtures/users.ts';
import { expect, test, withoutSessionEvents, type Page } from '../../fixtures/test.ts';
import { AccountPage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor, ArticleList, ArticlePage } from '../../pages/articles.ts';

declare global {
  interface Window {
    isFirstDocument?: boolean;
  }
}

/** Sets a property on the document; `sameDocument` checks whether it is still there. */
async function mark(page: Page) {
  await page.evaluate(() => void (window.isFirstDocument = true));
}

async function sameDocument(page: Page) {
  return page.evaluate(() => window.isFirstDocument === true);
}

function idOf(path: string) {
  return Number(/\d+/.exec(path)?.[0]);
}

/** Creates so many articles that the list below the newest has several pages; gives the address of the first. */
async function manyArticles(page: Page, count: number, name: string) {
  let path = '';
  for (let number = 1; number <= count; number += 1) {
    path = await writeArticle(page.context(), `Number ${number} of ${name}`, `Text ${number}. `.repeat(40));
  }
  return `/articles/?before=${idOf(path) + 1}`;
}

test.describe('navigation', { tag: '@hydrated' }, () => {
  test('links load no new document, and title, heading focus and current link follow', async ({ page, context, open, account }) => {
    const title = `Read by ${account.username}`;
    await writeArticle(context, title);
    const list = new ArticleList(page);
    await open('/articles/');
    await mark(page);
    await expect(list.articlesLink).toHaveAttribute('aria-current', 'page');
    await expect(page).toHaveTitle('Articles · Latchkey');

    const steps = [
      { link: list.article(title), heading: title, current: null },
      { link: list.writeLink, heading: 'Write an article', current: list.writeLink },
      { link: list.nameLink(account.username), heading: 'Your account', current: list.nameLink(account.username) },
      { link: list.articlesLink, heading: 'Articles', current: list.articlesLink },
    ];
    for (const { link, heading, current } of steps) {
      await link.click();
      await expect(list.heading).toHaveText(heading);
      await expect(page).toHaveTitle(`${heading} · Latchkey`);
      await expect(list.heading).toBeFocused();
      for (const other of [list.articlesLink, list.writeLink, list.nameLink(account.username)]) {
        const isCurrent = current !== null && (await other.innerText()) === (await current.innerText());
        await (isCurrent
          ? expect(other).toHaveAttribute('aria-current', 'page')
          : expect(other).not.toHaveAttribute('aria-current'));
      }
      await (heading === 'Articles' || expect(list.brand).not.toHaveAttribute('aria-current'));
      expect(await sameDocument(page)).toBe(true);
    }
  });

  test('a first load leaves the focus to the browser', async ({ page, open }) => {
    await open('/articles/');
    await expect(page.locator('body')).toBeFocused();
  });

  test('a successful form leads on inside the document', async ({ page, open, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    await mark(page);
    await editor.send(`Fast ${account.username}`, 'Text.');
    await expect(editor.heading).toHaveText(`Fast ${account.username}`);

    expect(await sameDocument(page)).toBe(true);
    await expect(editor.heading).toBeFocused();
  });

  test('the edit page in the same document has the text that was saved', async ({ page, context, open, account }) => {
    const path = await writeArticle(context, `Exact ${account.username}`, 'One.\n\nTwo.');
    const [article, editor] = [new ArticlePage(page), new ArticleEditor(page)];
    await open(path);
    await article.edit.click();

    await expect(editor.text).toHaveValue('One.\n\nTwo.');
    await expect(editor.counter('10 / 20000')).toBeVisible();
  });

  test('a logout loads a new document', async ({ page, open, account }) => {
    const list = new ArticleList(page);
    await open('/articles/');
    await mark(page);
    await expect(list.nameLink(account.username)).toBeVisible();
    await list.logOutButton.click();
    await expect(list.logInLink).toBeVisible();

    expect(await sameDocument(page)).toBe(false);
  });

  test('back and forward move through the pages of the list', async ({ page, open, account }) => {
    const list = new ArticleList(page);
    await open(await manyArticles(page, 45, account.username));
    await mark(page);
    await expect(list.items.first()).toContainText('Number 45 ');
    const first = new URL(page.url()).search;
    await list.older.click();
    await expect(page).not.toHaveURL((url) => url.search === first);
    await expect(list.items.first()).not.toContainText('Number 45 ');
    const second = await list.items.first().innerText();
    await expect(list.heading).toBeFocused();
    await list.older.click();
    await expect(list.items.first()).not.toHaveText(second, { useInnerText: true });

    await page.goBack();
    await expect(list.items.first()).toHaveText(second, { useInnerText: true });
    await page.goBack();
    await expect(list.items.first()).toContainText('Number 45 ');
    await page.goForward();
    await expect(list.items.first()).toHaveText(second, { useInnerText: true });
    await list.newer.click();
    await expect(list.items.first()).toContainText('Number 45 ');
    expect(await sameDocument(page)).toBe(true);
  });

  test('a new page starts at its top, and Back restores the scroll position', async ({ page, context, open, account }) => {
    const [list, title] = [new ArticleList(page), `Further down, ${account.username}`];
    const id = idOf(await writeArticle(context, title, 'A text. '.repeat(400)));
    await manyArticles(page, 12, account.username);
    // Below exactly twelve others, whatever other tests write.
    await open(`/articles/?before=${id + 13}`);
    const link = list.article(title);
    await link.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => window.scrollY);
    expect(before).toBeGreaterThan(200);
    await link.click();
    await expect(list.heading).toHaveText(title);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);

    await page.goBack();
    await expect(link).toBeVisible();
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
  });

  test('a line at the top shows that the next page is loading', async ({ page, context, open, account }) => {
    const title = `Slow ${account.username}`;
    await writeArticle(context, title);
    const list = new ArticleList(page);
    await open('/articles/');
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await context.route('**/api/articles/detail*', async (route) => {
      await answered;
      await route.continue();
    });
    await expect(list.progressLine).not.toHaveAttribute('data-active');
    await list.article(title).click();
    await expect(list.progressLine).toHaveAttribute('data-active');
    answer();

    await expect(list.heading).toHaveText(title);
    await expect(list.progressLine).not.toHaveAttribute('data-active');
  });

  test('a page that fails to load is an error page, and the rest stays usable', async ({ page, context, open, guard, account }) => {
    guard.expects('failure', /detail/);
    const title = `Unreachable ${account.username}`;
    await writeArticle(context, title);
    const list = new ArticleList(page);
    await open('/articles/');
    await context.route('**/api/articles/detail*', (route) => route.abort('connectionfailed'));
    await list.article(title).click();

    await expect(list.heading).toHaveText('No connection');
    await expect(list.heading).toBeFocused();
    await list.articlesLink.click();
    await expect(list.heading).toHaveText('Articles');
  });

  test('after the session has ended a link leads to the login', async ({ page, context, open, account, guard }) => {
    guard.expects(401, /(profile|activity)$/);
    const list = new ArticleList(page);
    await open('/articles/');
    await context.clearCookies();
    await list.nameLink(account.username).click();

    await expect(page).toHaveURL('/accounts/login/?next=/accounts/');
    await new LoginPage(page).send(account.username, account.password);
    await expect(page).toHaveURL(AccountPage.path);
  });

  test('another user who has logged in meanwhile is not mixed up with the first', async ({ page, context, open, account, guard }) => {
    guard.expects(401, /./);
    const list = new ArticleList(page);
    await withoutSessionEvents(context);
    await open('/articles/');
    const tab = await context.newPage();
    await open('/articles/', tab);
    await new ArticleList(tab).logOutButton.click();
    await expect(new ArticleList(tab).logInLink).toBeVisible();

    await list.logOutButton.click();
    await expect(list.logInLink).toBeVisible();
    await expect(page.getByText(account.username)).toHaveCount(0);
  });
});
