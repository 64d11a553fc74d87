// Navigation: every link and every form leads to a new document, and the browser itself does the rest.
import { writeArticle } from '../../fixtures/users.ts';
import { expect, inEveryState, test, withoutSessionEvents, type Page } from '../../fixtures/test.ts';
import { AccountPage } from '../../pages/account.ts';
import { LoginPage } from '../../pages/accounts.ts';
import { ArticleEditor, ArticleList, ArticlePage } from '../../pages/articles.ts';

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

inEveryState(() => {
  test('links lead on, with the title and the current link of the page', async ({ page, context, open, account }) => {
    const title = `Read by ${account.username}`;
    await writeArticle(context, title);
    const list = new ArticleList(page);
    await open('/articles/');
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
      for (const other of [list.articlesLink, list.writeLink, list.nameLink(account.username)]) {
        const isCurrent = current !== null && (await other.innerText()) === (await current.innerText());
        await (isCurrent
          ? expect(other).toHaveAttribute('aria-current', 'page')
          : expect(other).not.toHaveAttribute('aria-current'));
      }
      await expect(list.brand).not.toHaveAttribute('aria-current');
    }
  });

  test('back and forward move through the pages of the list', async ({ page, open, account }) => {
    const list = new ArticleList(page);
    await open(await manyArticles(page, 45, account.username));
    await expect(list.items.first()).toContainText('Number 45 ');
    const first = new URL(page.url()).search;
    await list.older.click();
    await expect(page).not.toHaveURL((url) => url.search === first);
    await expect(list.items.first()).not.toContainText('Number 45 ');
    const second = await list.items.first().innerText();
    await list.older.click();
    await expect(list.items.first()).not.toHaveText(second, { useInnerText: true });

    await page.goBack({ waitUntil: 'domcontentloaded' });
    await expect(list.items.first()).toHaveText(second, { useInnerText: true });
    await page.goBack({ waitUntil: 'domcontentloaded' });
    await expect(list.items.first()).toContainText('Number 45 ');
    await page.goForward({ waitUntil: 'domcontentloaded' });
    await expect(list.items.first()).toHaveText(second, { useInnerText: true });
    await list.newer.click();
    await expect(list.items.first()).toContainText('Number 45 ');
  });

  test('after the session has ended a link leads to the login', async ({ page, context, open, hydrated, account }) => {
    const list = new ArticleList(page);
    await withoutSessionEvents(context);
    await open('/articles/');
    await context.clearCookies();
    await list.nameLink(account.username).click();

    await expect(page).toHaveURL('/accounts/login/?next=/accounts/');
    await hydrated(page);
    await new LoginPage(page).send(account.username, account.password);
    await expect(page).toHaveURL(AccountPage.path);
  });
});

test.describe('navigation', { tag: '@hydrated' }, () => {
  test('a first load leaves the focus to the browser', async ({ page, open }) => {
    await open('/articles/');
    await expect(page.locator('body')).toBeFocused();
  });

  test('the edit page has the text that was saved', async ({ page, context, open, account }) => {
    const path = await writeArticle(context, `Exact ${account.username}`, 'One.\n\nTwo.');
    const [article, editor] = [new ArticlePage(page), new ArticleEditor(page)];
    await open(path);
    await article.edit.click();

    await expect(editor.text).toHaveValue('One.\n\nTwo.');
    await expect(editor.counter('10 / 20000')).toBeVisible();
  });

  test('a new page starts at its top, and Back restores the scroll position', async ({ page, context, open, account }) => {
    const [list, title] = [new ArticleList(page), `Further down, ${account.username}`];
    const id = idOf(await writeArticle(context, title, 'A text. '.repeat(400)));
    await manyArticles(page, 12, account.username);
    // The notice that an article is published stands on the first page after it.
    await open('/accounts/');
    // Below exactly twelve others, whatever other tests write.
    await open(`/articles/?before=${id + 13}`);
    const link = list.article(title);
    await link.scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => window.scrollY);
    expect(before).toBeGreaterThan(200);
    await link.click();
    await expect(list.heading).toHaveText(title);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);

    await page.goBack({ waitUntil: 'domcontentloaded' });
    await expect(link).toBeVisible();
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
  });

  test('a line at the top shows that a form is under way', async ({ page, context, open, account }) => {
    const editor = new ArticleEditor(page);
    await open(ArticleEditor.path);
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await context.route('**/api/articles/create', async (route) => {
      await answered;
      await route.continue();
    });
    await expect(editor.progressLine).not.toHaveAttribute('data-active');
    await editor.send(`Slow ${account.username}`, 'Text.');
    await expect(editor.progressLine).toHaveAttribute('data-active');
    answer();

    await expect(editor.heading).toHaveText(`Slow ${account.username}`);
    await expect(editor.progressLine).not.toHaveAttribute('data-active');
  });

  test('another user who has logged in meanwhile is not mixed up with the first', async ({ page, context, open, account, guard }) => {
    guard.expects(401, /./);
    const list = new ArticleList(page);
    await withoutSessionEvents(context);
    await open('/articles/');
    const tab = await context.newPage();
    await open('/articles/', tab);
    await new ArticleList(tab).logOut();
    await expect(new ArticleList(tab).logInLink).toBeVisible();

    await list.logOut();
    await expect(list.logInLink).toBeVisible();
    await expect(page.getByText(account.username)).toHaveCount(0);
  });
});
