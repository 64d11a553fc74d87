// A page stays open while what its user may do changes.
import { SITE, operate } from '../../fixtures/server.ts';
import { expect, test } from '../../fixtures/test.ts';
import { ArticleEditor } from '../../pages/articles.ts';
import { SessionGuard } from '../../pages/session.ts';

test.describe('an open page', { tag: '@hydrated' }, () => {
  test('says that its user may do more, keeps the text, and offers to reload', async ({ page, open, account }) => {
    const [editor, notice] = [new ArticleEditor(page), new SessionGuard(page).otherRights];
    const staff = page.getByRole('link', { name: 'Staff', exact: true });
    await open(ArticleEditor.path);
    await editor.text.fill('Not sent yet.');
    await expect(staff).toHaveCount(0);
    operate(SITE, 'grant', account.username, '--staff');
    await expect(notice).toBeVisible();
    await expect(editor.text).toHaveValue('Not sent yet.');

    operate(SITE, 'revoke', account.username, '--staff');
    await expect(notice).toHaveCount(0);
    operate(SITE, 'grant', account.username, '--staff');
    await editor.text.fill('');
    await notice.getByRole('button', { name: 'Reload the page' }).click();
    await expect(staff).toBeVisible();
    await expect(notice).toHaveCount(0);
  });
});
