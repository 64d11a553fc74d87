// The first load of a page: its own code only, and times in the zone of the reader.
import { writeArticle } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { ArticleList } from '../../pages/articles.ts';

/** The page that a split file belongs to. */
const SPLIT = /split_+(\w+?)_page_view/;

test('a first load fetches the code of its own page only', { tag: '@hydrated' }, async ({ page, open, account }) => {
  const pages = new Set<string>();
  page.on('request', (request) => {
    const found = SPLIT.exec(request.url())?.[1];
    if (found) {
      pages.add(found);
    }
  });
  await open('/articles/');
  await page.waitForLoadState('networkidle');
  expect([...pages]).toEqual(['article_list']);

  await new ArticleList(page).writeLink.click();
  await expect(page.getByLabel('Title')).toBeVisible();
  await expect(page.getByText(account.username)).toBeVisible();
  expect([...pages]).toEqual(['article_list', 'article_create']);
});

test('a first load asks for each file once', { tag: '@hydrated' }, async ({ page, open }) => {
  const files: string[] = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  await open('/accounts/login/');
  await page.waitForLoadState('networkidle');

  expect(files.filter((file, index) => files.indexOf(file) !== index)).toEqual([]);
});

test.describe('in Seoul', () => {
  test.use({ timezoneId: 'Asia/Seoul', locale: 'ko-KR' });

  test('a hydrated page shows times in the local zone', { tag: '@hydrated' }, async ({ page, context, open, account }) => {
    await open(await writeArticle(context, `Timed ${account.username}`));
    const time = page.getByRole('time').first();
    const machine = await time.getAttribute('datetime');
    await expect(time).toHaveText(inSeoul(machine ?? ''));
    await expect(time).toHaveAttribute('title', /UTC$/);
  });

  test.describe('before hydration and without scripting', () => {
    test.use({ wasm: 'held' });

    test('a page that cannot know the zone names UTC', async ({ page, context, open, account }) => {
      await open(await writeArticle(context, `Timed ${account.username}`));

      await expect(page.getByRole('time').first()).toHaveText(/^\d+ [A-Z][a-z]{2} \d{4}, \d\d:\d\d UTC$/);
    });
  });
});

inEveryState(() => {
  test('private pages are not kept by caches, and visitors get no cookie', async ({ page, context, open }) => {
    const answer = page.waitForResponse('**/articles/');
    await open('/articles/');
    expect(await context.cookies()).toEqual([]);
    expect((await answer).headers()).toMatchObject({ vary: expect.stringContaining('Cookie') });
  });
});

/** A moment as Koreans write it, nine hours after UTC: `2026. 11. 23. 오후 10:19`. */
function inSeoul(machine: string) {
  const there = new Date(Date.parse(machine) + 9 * 3_600_000);
  const hour = there.getUTCHours();
  const minute = String(there.getUTCMinutes()).padStart(2, '0');
  const day = `${there.getUTCFullYear()}. ${there.getUTCMonth() + 1}. ${there.getUTCDate()}.`;
  return `${day} ${hour < 12 ? '오전' : '오후'} ${hour % 12 || 12}:${minute}`;
}
