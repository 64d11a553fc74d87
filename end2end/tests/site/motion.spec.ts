// Reduced motion: with that preference nothing moves.
import { expect, test } from '../../fixtures/test.ts';
import { ArticleEditor } from '../../pages/articles.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('nothing moves while a form is sent', { tag: '@hydrated' }, async ({ page, context, open, account }) => {
  const running = () =>
    page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  await context.route('**/api/articles/*', () => new Promise<void>(() => {}));
  const editor = new ArticleEditor(page);
  await open(ArticleEditor.path);
  await editor.send(`Still ${account.username}`, 'Text.');
  await expect(editor.progressLine).toHaveAttribute('data-active');
  await expect(editor.submit).toHaveAttribute('aria-busy', 'true');
  await expect.poll(running).toBe(0);
  await context.unrouteAll({ behavior: 'ignoreErrors' });
});
