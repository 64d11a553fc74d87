// Long, foreign and hostile names and texts: no script runs, and no text overflows the page.
import { freshName, signUp, writeArticle } from '../../fixtures/users.ts';
import { expect, overflow, test } from '../../fixtures/test.ts';
import { AccountPage } from '../../pages/account.ts';
import { ArticleEditor, ArticlePage } from '../../pages/articles.ts';

const SCRIPT = `</title></textarea><script>document.title='run'</script><img src=x onerror="document.title='run'">`;

const TEXTS = {
  'one unbroken word': 'W'.repeat(190),
  'Korean without a space': '가나다라마바사아자차카타파하'.repeat(13),
  'Arabic': 'مقال طويل عن المفاتيح والأقفال '.repeat(6).trim(),
  'markup': SCRIPT,
  'an address': `https://example.com/${'very-long-path/'.repeat(11)}`,
};

for (const width of [390, 320]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 780 } });

    for (const [kind, text] of Object.entries(TEXTS)) {
      test(`${kind} in title and text fits and is escaped`, async ({ page, context, open, account }) => {
        const title = `${text.slice(0, 180)}${account.username}`;
        const path = await writeArticle(context, title, `${text}\n\n${text.repeat(20)}`);
        const article = new ArticlePage(page);
        for (const address of ['/articles/', path, `${path}update/`, `${path}delete/`]) {
          await open(address);
          await expect(article.heading).toBeVisible();
          await expect(page).not.toHaveTitle('run');
          expect(await overflow(page), `${address} scrolls sideways by`).toBe(0);
        }
        await open(path);
        await expect(article.heading).toHaveText(title);
        await open(`${path}update/`);
        await expect(new ArticleEditor(page).title).toHaveValue(title);
      });
    }

    test('names of 150 characters fit everywhere', async ({ page, context, open }) => {
      for (const letter of ['W', '힣', 'ض']) {
        const username = freshName(letter).padEnd(150, letter);
        await signUp(context, username);
        const path = await writeArticle(context, `By ${username.slice(0, 20)}`);
        for (const address of ['/articles/', path, AccountPage.path, '/accounts/logout/']) {
          await open(address);
          await expect(new ArticlePage(page).nameLink(username)).toBeVisible();
          await expect(new ArticlePage(page).menuButton).toBeInViewport();
          expect(await overflow(page), `${address} scrolls sideways by`).toBe(0);
        }
        await context.clearCookies();
      }
    });
  });
}
