// Every page for those who see it otherwise: on 320 pixels, at 200 %, in the few colours of a contrast theme, and on paper.
// axe knows none of this.
import { deleteAccount, makeGroup, signUp, signUpWith, writeArticle, writeDraft } from '../../fixtures/users.ts';
import { MEMBER_PAGES, STAFF_PAGES, VISITOR_PAGES } from '../../fixtures/paths.ts';
import { expect, overflow, test, type Page } from '../../fixtures/test.ts';

const NARROW = { width: 320, height: 640 };
const DESK = { width: 1280, height: 800 };
/** What a desk has left at 200 %. */
const ENLARGED = { width: 640, height: 400 };
const LONG = `${'바다'.repeat(60)} ${'unbroken'.repeat(40)}\n\n| a | b |\n|---|---|\n| ${'wide'.repeat(30)} | 2 |\n\n    ${'code '.repeat(60)}`;

/** What is visible and shows neither a border nor a ground of its own: where colours are forced, one cannot see that it can be pressed. */
const FLAT = `[...document.querySelectorAll('main :is(.button:not(.quiet), input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea)')]
  .filter((it) => it.checkVisibility({ visibilityProperty: true }))
  .filter((it) => getComputedStyle(it).borderTopStyle === 'none' || parseFloat(getComputedStyle(it).borderTopWidth) < 1)
  .map((it) => it.outerHTML)`;

/** What has no use on paper, and is there. */
const PRINTED = `[...document.querySelectorAll('header, footer, button, .button, nav.side-nav, nav.crumbs, .notice, .banner')]
  .filter((it) => it.checkVisibility({ visibilityProperty: true })).map((it) => it.outerHTML)`;

async function isSeenByAll(page: Page, open: (path: string) => Promise<void>, paths: readonly string[]) {
  for (const path of paths) {
    await test.step(path, async () => {
      await page.setViewportSize(NARROW);
      await open(path);
      expect.soft(await overflow(page), `${path} on 320 pixels`).toBe(0);

      await page.setViewportSize(ENLARGED);
      expect.soft(await overflow(page), `${path} at 200 %`).toBe(0);
      await page.setViewportSize(DESK);

      await page.emulateMedia({ forcedColors: 'active' });
      expect.soft(await page.evaluate(FLAT), `${path} with forced colours`).toEqual([]);
      await page.keyboard.press('Tab');
      const outlines = await page.locator(':focus').evaluate((it) =>
        [null, '::after'].map((part) => getComputedStyle(it, part).outlineStyle),
      );
      expect.soft(outlines, `the focus of ${path}`).toContain('solid');
      await page.emulateMedia({ forcedColors: 'none', media: 'print' });
      expect.soft(await page.evaluate(PRINTED), `${path} on paper`).toEqual([]);
      await page.emulateMedia({ media: 'screen' });
    });
  }
}

test.describe('every page is seen by all', { tag: '@hydrated' }, () => {
  test.setTimeout(120_000);

  test('as a visitor', async ({ page, open, otherBrowser }) => {
    const other = (await otherBrowser()).context();
    await signUp(other);
    const path = await writeArticle(other, LONG.slice(0, 190), LONG);
    await isSeenByAll(page, open, [...VISITOR_PAGES, path]);
  });

  test('as a user', async ({ page, context, open, account }) => {
    const own = await writeArticle(context, `Seen by ${account.username}`, LONG);
    await isSeenByAll(page, open, [...MEMBER_PAGES, own, `${own}update/`, `${own}delete/`]);
  });

  test('as a superuser', async ({ page, context, open, otherBrowser }) => {
    await signUpWith(context, ['--superuser']);
    const leaver = (await otherBrowser()).context();
    await deleteAccount(leaver, await signUp(leaver), `Too many keys. ${'x'.repeat(80)}`);
    await writeDraft(context, LONG.slice(0, 190));
    makeGroup(['accounts.view_user']);
    await isSeenByAll(page, open, STAFF_PAGES);
  });
});
