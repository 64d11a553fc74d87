// The first load of a page: each file once, and times in the zone of the reader. How much it weighs is in budget.spec.ts.
import { logOut, writeArticle } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';

test('a first load asks for each file once', { tag: '@hydrated' }, async ({ page, open }) => {
  const files: string[] = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  await open('/accounts/login/');
  await page.waitForLoadState('networkidle');

  expect(files.filter((file, index) => files.indexOf(file) !== index)).toEqual([]);
});

test.describe('in Seoul', () => {
  test.use({ timezoneId: 'Asia/Seoul', locale: 'ko-KR' });

  test('a user reads how long ago it was, and the whole time in their own zone', async ({ page, context, open, isHydrated, account }) => {
    const path = await writeArticle(context, `Timed ${account.username}`);
    await open(path);
    const time = page.getByRole('time').first();
    await expect(time).toHaveText('just now');
    const machine = (await time.getAttribute('datetime')) ?? '';
    await expect(time).toHaveAttribute('title', isHydrated ? inSeoul(machine) : /UTC$/);
    if (isHydrated) {
      expect(await context.cookies()).toContainEqual(expect.objectContaining({ name: 'zone', value: '540' }));
      const answer = await context.request.get(path);
      expect(await answer.text()).toMatch(/<html[^>]* data-zone="540"[^>]*>[^]*UTC\+9"/);
    }
  });

  test('a visitor reads the day, which does not change when the page becomes interactive', async ({ page, context, open, account }) => {
    const path = await writeArticle(context, `Dated ${account.username}`);
    await logOut(context);
    await open(path);

    await expect(page.getByRole('time').first()).toHaveText(/^\d+ [A-Z][a-z]{2} \d{4}$/);
    expect(await context.cookies()).toEqual([]);
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
