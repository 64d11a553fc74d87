// A site where an address has to be confirmed before its user writes (`accounts.email = "verified"`).
import { VERIFIED_SITE, operate } from '../../fixtures/server.ts';
import { confirmationTo } from '../../fixtures/mails.ts';
import { PASSWORD, freshName } from '../../fixtures/users.ts';
import { expect, inEveryState, test, type Page } from '../../fixtures/test.ts';
import { SignupPage } from '../../pages/accounts.ts';
import { ArticleEditor, ArticlePage } from '../../pages/articles.ts';
import { EmailConfirmPage } from '../../pages/recovery.ts';
import { UserPage, UsersPage } from '../../pages/staff.ts';

const MUST_CONFIRM = 'This site asks you to confirm your e-mail address before you write.';

test.use({ baseURL: VERIFIED_SITE });

type Open = (path: string, page?: Page) => Promise<void>;

/** Signs up in the browser; gives the address, which waits to be confirmed. */
async function signUpIn(page: Page, open: Open, start: string) {
  const [signup, username] = [new SignupPage(page), freshName(start)];
  const email = `${username}@example.com`;
  await open(SignupPage.path, page);
  await signup.email.fill(email);
  await signup.send(username, PASSWORD);
  await expect(signup.nameLink(username)).toBeVisible();
  return email;
}

/** Confirms an address by the link of its mail. */
async function confirmIn(page: Page, open: Open, email: string) {
  await open((await confirmationTo(email)).link, page);
  await expect(page).toHaveURL(EmailConfirmPage.path);
  await new EmailConfirmPage(page).submit.click();
  await expect(page).toHaveURL(EmailConfirmPage.done);
}

/** Gives a user another address, as staff does. */
async function giveAddress(page: Page, open: Open, from: string, to: string) {
  const [users, user] = [new UsersPage(page), new UserPage(page)];
  const staff = await signUpIn(page, open, 'staff');
  operate(VERIFIED_SITE, 'grant', staff.replace(/@.*/, ''), '--superuser');
  await open(UsersPage.path, page);
  await users.find(from);
  await expect(users.rows).toHaveCount(1);
  await users.rows.getByRole('link').click();
  await expect(page).toHaveURL(UserPage.any);
  await user.email.fill(to);
  await user.saveProfile.click();
  await expect(user.panel('Profile').getByText('Profile saved.')).toBeVisible();
}

inEveryState(() => {
  test('who has not confirmed an address is led to do so before writing, and writes then', async ({ page, open, hydrated }) => {
    const [editor, title] = [new ArticleEditor(page), freshName('An article')];
    const email = await signUpIn(page, open, 'mona');
    await hydrated(page);
    await editor.writeLink.click();
    await expect(page).toHaveURL(EmailConfirmPage.path);
    await expect(page.getByText(MUST_CONFIRM)).toBeVisible();
    await hydrated(page);

    await confirmIn(page, open, email);
    await open(ArticleEditor.path);
    await editor.send(title, 'Written by a person with a mailbox.');
    await expect(editor.heading).toHaveText(title);
    await expect(editor.notice('Published.')).toBeVisible();
  });

  test('the code of the mail, typed where writing led to, opens the form', async ({ page, open, hydrated, guard }) => {
    guard.expects(422, /confirm$/);
    const [confirm, editor] = [new EmailConfirmPage(page), new ArticleEditor(page)];
    const email = await signUpIn(page, open, 'nora');
    await open(ArticleEditor.path);
    await expect(page).toHaveURL(EmailConfirmPage.path);
    await hydrated(page);
    await confirm.send('00000000');
    await expect(confirm.code).toHaveAccessibleDescription(/That code does not work\./);
    await hydrated(page);
    await confirm.send((await confirmationTo(email)).code);
    await expect(page).toHaveURL(EmailConfirmPage.done);
    await open(ArticleEditor.path);
    await expect(editor.heading).toHaveText('Write an article');
  });

  test('a text whose writer has to confirm another address meanwhile waits in its form, and is published', async ({
    page,
    open,
    hydrated,
    otherBrowser,
    guard,
  }) => {
    guard.expects(403, /create\/?$/);
    const [editor, mailbox, title] = [new ArticleEditor(page), await page.context().newPage(), freshName('An article')];
    const email = await signUpIn(page, open, 'olga');
    await confirmIn(page, open, email);
    await open(ArticleEditor.path);
    await editor.title.fill(title);
    await editor.text.fill('A long text of mine.');
    const staff = await otherBrowser({ baseURL: VERIFIED_SITE });
    await giveAddress(staff, open, email, `new-${email}`);

    await editor.submit.click();
    await expect(editor.alert).toContainText('Confirm your e-mail address first');
    await expect(editor.title).toHaveValue(title);
    await expect(editor.text).toHaveValue('A long text of mine.');
    await open(EmailConfirmPage.path, mailbox);
    await new EmailConfirmPage(mailbox).sendAgain.click();
    await expect(new EmailConfirmPage(mailbox).notice('Check your mail')).toBeVisible();
    await confirmIn(mailbox, open, `new-${email}`);
    await hydrated(page);
    await editor.submit.click();
    await expect(editor.heading).toHaveText(title);
    await expect(new ArticlePage(page).article).toContainText('A long text of mine.');
  });
});
