// What has been done is said on the next page: once, in one place, and read aloud.
import { PASSWORD, freshName } from '../../fixtures/users.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { LoginPage, SignupPage } from '../../pages/accounts.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { Site } from '../../pages/site.ts';

inEveryState(() => {
  test('signing up, publishing and deleting say so, with the next step', async ({ page, open, hydrated }) => {
    const [signup, editor, site] = [new SignupPage(page), new ArticleEditor(page), new Site(page)];
    await open(SignupPage.path);
    await signup.send(freshName(), PASSWORD);
    await expect(site.notice('Welcome!')).toBeFocused();
    await expect(site.notice('Welcome!').getByRole('link')).toHaveAttribute('href', '/accounts/update/');

    await open(ArticleEditor.path);
    await editor.send('A title', 'A text.');
    await expect(site.notice('Published. Everyone can read it now.')).toBeFocused();
    await hydrated(page);
    await page.reload({ waitUntil: 'domcontentloaded' });
    await expect(site.heading).toHaveText('A title');
    await expect(site.notice('Published.')).toHaveCount(0);

    await open(`${new URL(page.url()).pathname}delete/`);
    await page.getByRole('main').getByRole('button', { name: 'Delete' }).click();
    await expect(site.notice('Article deleted.')).toBeFocused();
  });

  test('logging in says so, once', async ({ page, context, open, hydrated, account }) => {
    const [login, site] = [new LoginPage(page), new Site(page)];
    await context.clearCookies();
    await open(LoginPage.path);
    await login.send(account.username, account.password);
    await expect(site.nameLink(account.username)).toBeVisible();
    await expect(site.notice('Welcome back! You are logged in.')).toBeFocused();
    await hydrated(page);
    await page.reload({ waitUntil: 'domcontentloaded' });
    await expect(site.nameLink(account.username)).toBeVisible();
    await expect(site.notice('Welcome back!')).toHaveCount(0);
  });
});
