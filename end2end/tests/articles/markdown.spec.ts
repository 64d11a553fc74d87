// Writing with Markdown: the preview, with and without scripting, and what the browser's code does in the text area.
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { ArticleEditor, ArticlePage } from '../../pages/articles.ts';

const TEXT = '# Keys\n\nA **bold** one.\n\n- first\n- second\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n    code';

inEveryState(() => {
  test('a text is previewed, nothing of it is lost, and it is published as it was seen', async ({ page, open, hydrated, account }) => {
    const [editor, article] = [new ArticleEditor(page), new ArticlePage(page)];
    await open(ArticleEditor.path);
    await editor.title.fill(`Marks by ${account.username}`);
    await editor.text.fill(TEXT);
    await editor.previewButton.click();
    await expect(editor.preview.getByRole('heading', { name: 'Keys', level: 2 })).toBeVisible();
    await expect(editor.preview.getByRole('strong')).toHaveText('bold');
    await expect(editor.preview.getByRole('cell', { name: '2' })).toBeVisible();
    await expect(page).toHaveURL(/create/);

    if ((await editor.previewButton.innerText()) === 'Write') {
      await editor.previewButton.click();
    }
    await hydrated(page);
    await expect(editor.title).toHaveValue(`Marks by ${account.username}`);
    await expect(editor.text).toHaveValue(TEXT);
    await editor.submit.click();
    await expect(page).toHaveURL(/\/articles\/\d+\/$/);
    await expect(article.article.getByRole('heading', { name: 'Keys', level: 2 })).toBeVisible();
    await expect(article.article.getByRole('listitem')).toHaveText(['first', 'second']);
  });
});

test.describe('in the text area', { tag: '@hydrated' }, () => {
  test.use({ javaScriptEnabled: true });

  test.beforeEach(async ({ account, open }) => {
    expect(account.username).not.toBe('');
    await open(ArticleEditor.path);
  });

  test('a button puts its marks around the selection, which can be undone', async ({ page }) => {
    const editor = new ArticleEditor(page);
    for (const [tool, expected] of [
      ['Bold', 'a **열쇠** b'],
      ['Italic', 'a *열쇠* b'],
      ['Link', 'a [열쇠](https://) b'],
      ['Code', 'a `열쇠` b'],
      ['List', '- a 열쇠 b'],
      ['Quote', '> a 열쇠 b'],
    ] as const) {
      await editor.text.fill('a 열쇠 b');
      await editor.text.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(2, 4));
      await editor.tool(tool).click();
      await expect(editor.text).toHaveValue(expected);
      await expect(editor.text).toBeFocused();
      await page.keyboard.press('Control+z');
      await expect(editor.text).toHaveValue('a 열쇠 b');
    }
  });

  test('several lines become a list', async ({ page }) => {
    const editor = new ArticleEditor(page);
    await editor.text.fill('one\ntwo\nthree');
    await editor.text.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(5, 9));
    await editor.tool('List').click();
    await expect(editor.text).toHaveValue('one\n- two\n- three');
  });

  test('an address that is pasted onto a selection becomes its link', async ({ page }) => {
    const editor = new ArticleEditor(page);
    const paste = (text: string) =>
      editor.text.evaluate((area: HTMLTextAreaElement, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        return !area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, text);
    await editor.text.fill('see this');
    await editor.text.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(4, 8));
    expect(await paste('https://a.example/b')).toBe(true);
    await expect(editor.text).toHaveValue('see [this](https://a.example/b)');
    expect(await paste('https://a.example/b'), 'without a selection the browser pastes').toBe(false);
  });

  test('a line begins like the one before, and Ctrl+Enter sends', async ({ page }) => {
    const editor = new ArticleEditor(page);
    await editor.title.fill('Sent by a key');
    await editor.text.focus();
    await page.keyboard.type('- a');
    await page.keyboard.press('Enter');
    await page.keyboard.type('b');
    await expect(editor.text).toHaveValue('- a\n- b');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('c');
    await expect(editor.text).toHaveValue('- a\n- b\n- \nc');
    await page.keyboard.press('Control+Enter');
    await expect(page).toHaveURL(/\/articles\/\d+\/$/);
  });

  test('a preview that the server does not answer is asked for as a page, and publishes nothing', async ({ page, guard }) => {
    const editor = new ArticleEditor(page);
    guard.expects('failure', /preview$/);
    await page.route('**/api/articles/preview', (route) => route.abort());
    await editor.title.fill('Kept');
    await editor.text.fill('*kept*');
    await editor.previewButton.click();
    await expect(editor.preview.getByRole('emphasis')).toHaveText('kept');
    await expect(page.getByRole('alert')).toContainText('Nothing has been saved yet.');
    await expect(editor.text).toHaveValue('*kept*');
  });

  test('on a phone the buttons are in sight, whatever the length of the text', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 700 });
    const editor = new ArticleEditor(page);
    await editor.text.fill('line\n'.repeat(200));
    await page.evaluate(() => window.scrollTo(0, 0));
    await expect(editor.submit).toBeInViewport();
  });
});
