// The tables of the staff area on a wide page: a long name leaves the other columns readable.
import { addUser, freshName, makeGroup, signUpWith, writeArticle } from '../../fixtures/users.ts';
import { expect, test, type Page } from '../../fixtures/test.ts';
import { AuditPage, GroupPage, ModerationPage, UsersPage } from '../../pages/staff.ts';

test.use({ viewport: { width: 1280, height: 800 } });

test('a long name breaks no word of a heading, no date and no address', async ({ page, context, open }) => {
  await signUpWith(context, ['--superuser']);
  await addUser(context, freshName('W').padEnd(150, 'W'), `${'w'.repeat(60)}@${'w'.repeat(60)}.example.com`);
  makeGroup([], undefined, freshName('0').padEnd(150, 'W'));
  await writeArticle(context, freshName('W').padEnd(200, 'W'));
  for (const path of [UsersPage.path, GroupPage.list, AuditPage.path, ModerationPage.path]) {
    await open(path);
    await expect(page.getByRole('columnheader').first()).toBeVisible();
    expect(await broken(page), path).toEqual([]);
  }
});

/** The short cells with a line break inside a word. A heading that is only read aloud has no lines. */
async function broken(page: Page) {
  await page.waitForLoadState('load');
  return page.locator('th[scope=col]:not(:has(.visually-hidden)), td:has(time)').evaluateAll((cells) =>
    cells.flatMap((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      const lines = new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
      const text = cell.textContent?.trim() ?? '';
      return lines > text.split(/\s+/).length ? [text] : [];
    }),
  );
}
