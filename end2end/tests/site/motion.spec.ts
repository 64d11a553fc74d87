// Reduced motion: with that preference nothing moves.
import { writeArticle } from '../../fixtures/users.ts';
import { expect, test } from '../../fixtures/test.ts';
import { ArticleEditor, ArticleList } from '../../pages/articles.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('nothing moves while a page loads or a form is sent', { tag: '@hydrated' }, async ({ page, context, open, account }) => {
  const running = () =>
    page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  const title = `Still ${account.username}`;
  await writeArticle(context, title);
  await open('/articles/');
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await context.route('**/api/articles/*', async (route) => {
    await answered;
    await route.continue();
  });
  const list = new ArticleList(page);
  await list.article(title).click();
  await expect(list.progressLine).toHaveAttribute('data-active');
  await expect.poll(running).toBe(0);
  answer();
  await expect(list.heading).toHaveText(title);

  await context.unrouteAll({ behavior: 'wait' });
  await context.route('**/api/articles/*', () => new Promise<void>(() => {}));
  const editor = new ArticleEditor(page);
  await open(ArticleEditor.path);
  await editor.send(title, 'Text.');
  await expect(editor.submit).toHaveAttribute('aria-busy', 'true');
  await expect.poll(running).toBe(0);
  await context.unrouteAll({ behavior: 'ignoreErrors' });
});
