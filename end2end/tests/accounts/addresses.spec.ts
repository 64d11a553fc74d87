// An address is given at the sign-up, confirmed, replaced and taken back, by what arrives at a real mail server.
import { MAIL_SITE } from '../../fixtures/server.ts';
import { confirmationTo, mailTo, signUpWithAddress } from '../../fixtures/mails.ts';
import { PASSWORD, freshName } from '../../fixtures/users.ts';
import { expect, inEveryState, test, visit } from '../../fixtures/test.ts';
import { AccountPage, PasswordPage, UpdatePage } from '../../pages/account.ts';
import { SignupPage } from '../../pages/accounts.ts';
import { EmailConfirmPage, SecurePage } from '../../pages/recovery.ts';
import { ResetPage } from '../../pages/staff.ts';

test.use({ baseURL: MAIL_SITE });

inEveryState(() => {
  test('signing up asks for an address, and its mail confirms it', async ({ page, open, hydrated, otherBrowser }) => {
    const [signup, confirm] = [new SignupPage(page), new EmailConfirmPage(page)];
    const username = freshName('jana');
    const email = `${username}@example.com`;
    await open(SignupPage.path);
    await signup.email.fill(email);
    await signup.send(username, PASSWORD);
    await expect(signup.nameLink(username)).toBeVisible();
    const mail = await confirmationTo(email);
    const scanner = await otherBrowser();
    for (const link of mail.links) {
      await scanner.goto(link, { waitUntil: 'domcontentloaded' });
    }
    await open(AccountPage.path);
    await expect(page.getByText('not confirmed yet')).toBeVisible();
    await open(mail.link);
    await expect(page, 'no address has the token').toHaveURL(EmailConfirmPage.path);
    await confirm.submit.click();
    await expect(page).toHaveURL(EmailConfirmPage.done);
    await hydrated(page);
    await open(AccountPage.path);
    await expect(page.getByText('not confirmed yet')).toHaveCount(0);
  });

  test('another address is confirmed there, and the old mailbox takes it back', async ({
    page,
    context,
    open,
    hydrated,
    otherBrowser,
  }) => {
    const { email } = await signUpWithAddress(context, 'karl');
    const [update, account] = [new UpdatePage(page), new AccountPage(page)];
    await open(UpdatePage.path);
    await update.email.fill(`new-${email}`);
    await update.submit.click();
    await expect(page).toHaveURL(AccountPage.path);
    await hydrated(page);
    await expect(account.fact(email)).toBeVisible();
    await expect(page.getByText(`new-${email} is waiting to be confirmed`)).toBeVisible();
    await open((await confirmationTo(`new-${email}`)).link);
    await new EmailConfirmPage(page).submit.click();
    await expect(page).toHaveURL(EmailConfirmPage.done);
    await hydrated(page);

    const told = await mailTo(email, 'Your e-mail address was changed');
    const other = await otherBrowser({ baseURL: MAIL_SITE });
    await open(told.link, other);
    await expect(other).toHaveURL(SecurePage.path);
    await new SecurePage(other).restore.click();
    await expect(other).toHaveURL(ResetPage.path);
    await hydrated(other);
    await new ResetPage(other).send('a staple that no one guesses');
    await expect(other).toHaveURL(ResetPage.done);
  });

  test('a mail tells of a new password, and its link takes the account from who knows it', async ({
    page,
    context,
    open,
    hydrated,
    otherBrowser,
  }) => {
    const { email, password } = await signUpWithAddress(context, 'lisa');
    const [change, account] = [new PasswordPage(page), new AccountPage(page)];
    await open(PasswordPage.path);
    await change.send(password, 'of the thief alone');
    await expect(page).toHaveURL(PasswordPage.done);
    await hydrated(page);
    const told = await mailTo(email, 'Your password was changed');
    const scanner = await otherBrowser();
    for (const link of told.links) {
      await scanner.goto(link, { waitUntil: 'domcontentloaded' });
    }
    await open(AccountPage.path);
    await expect(account.heading, 'a scanner ends nothing').toHaveText('Your account');

    const other = await otherBrowser({ baseURL: MAIL_SITE });
    await open(told.link, other);
    await expect(other).toHaveURL(SecurePage.path);
    await new SecurePage(other).submit.click();
    await expect(other).toHaveURL(ResetPage.path);
    await hydrated(other);
    await new ResetPage(other).send('a staple that no one guesses');
    await expect(other).toHaveURL(ResetPage.done);
    await visit(page, AccountPage.path);
    await expect(page, 'the thief is logged out').toHaveURL(/\/accounts\/login\//);
  });
});
