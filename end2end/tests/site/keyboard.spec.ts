// By keyboard alone: Tab, Enter and letters.
import { PASSWORD, freshName } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { SignupPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { Site } from '../../pages/site.ts';

inEveryState(() => {
  test('the skip link has the first tab stop and leads past the header', async ({ page, open }) => {
    const site = new Site(page);
    await open('/articles/');
    await expect(site.skipLink).not.toBeInViewport();
    await page.keyboard.press('Tab');
    await expect(site.skipLink).toBeFocused();
    await expect(site.skipLink).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/articles/#main');
    await expect(page.getByRole('main')).toBeFocused();
  });

  test('a visitor signs up and writes an article', async ({ page, open, hydrated, isHydrated }) => {
    const [signup, editor] = [new SignupPage(page), new ArticleEditor(page)];
    const username = freshName();
    await open(`${SignupPage.path}?next=/articles/create/`);
    await expect(signup.username).toBeFocused();
    await page.keyboard.type(username);
    await page.keyboard.press('Tab');
    await expect(signup.password).toBeFocused();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Tab');
    if (isHydrated) {
      await expect(signup.show('Password')).toBeFocused();
      await page.keyboard.press('Tab');
    }
    await expect(signup.confirmation).toBeFocused();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');

    await expect(page).toHaveURL('/articles/create/');
    await hydrated(page);
    await expect(editor.title).toBeFocused();
    await page.keyboard.type(`By keys, ${username}`);
    await page.keyboard.press('Tab');
    await expect(editor.visibility).toBeFocused();
    await page.keyboard.press('Tab');
    // The buttons for marks are one stop, and there with scripting only.
    if (isHydrated) {
      await expect(editor.tool('Bold')).toBeFocused();
      await page.keyboard.press('Tab');
    }
    await expect(editor.text).toBeFocused();
    await page.keyboard.type('First.');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Second.');
    await page.keyboard.press('Tab');
    await expect(editor.submit).toBeFocused();
    await page.keyboard.press('Enter');

    await expect(page).toHaveURL(/\/articles\/\d+\/$/);
    await expect(editor.heading).toHaveText(`By keys, ${username}`);
  });
});

test('arrows go through the buttons for marks, and the last one keeps the stop', { tag: '@hydrated' }, async ({ page, open, account }) => {
  const editor = new ArticleEditor(page);
  await open(ArticleEditor.path);
  await editor.title.fill(`By arrows, ${account.username}`);
  await editor.visibility.focus();
  await page.keyboard.press('Tab');
  for (const [key, tool] of [
    ['ArrowRight', 'Italic'],
    ['ArrowRight', 'Link'],
    ['ArrowLeft', 'Italic'],
    ['End', 'Quote'],
    ['ArrowRight', 'Bold'],
    ['ArrowLeft', 'Quote'],
    ['Home', 'Bold'],
    ['ArrowRight', 'Italic'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(editor.tool(tool), key).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(editor.text).toBeFocused();
  await page.keyboard.type('leaning');
  await expect(editor.text).toHaveValue('*leaning*');
  await page.keyboard.press('Shift+Tab');
  await expect(editor.tool('Italic')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(editor.visibility).toBeFocused();
});

test('the focus is visible', async ({ page, open, account }) => {
  await open('/articles/');
  await expect(page.getByText(account.username)).toBeVisible();
  for (let stop = 0; stop < 7; stop += 1) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    await expect(focused).toBeVisible();
    const outlines = await focused.evaluate((element) =>
      [null, '::after'].map((part) => getComputedStyle(element, part)).map((style) => style.outlineStyle),
    );
    expect(outlines, `stop ${stop}: ${await focused.innerText()}`).toContain('solid');
  }
});
