// An address whose mail comes back: its account says so, until the mailbox works again and has confirmed it.
import { MAIL_SITE } from '../../fixtures/server.ts';
import { closeMailbox, mailTo, openMailbox, signUpWithAddress } from '../../fixtures/mails.ts';
import { expect, inEveryState, test } from '../../fixtures/test.ts';
import { AccountPage } from '../../pages/account.ts';
import { EmailConfirmPage } from '../../pages/recovery.ts';

const NEW = 'a staple that no one guesses';

test.use({ baseURL: MAIL_SITE });

inEveryState(() => {
  test('an account says that its mail came back, until its mailbox works and confirms it again', async ({ page, context, open, hydrated }) => {
    const { email, password } = await signUpWithAddress(context, 'paul');
    const account = new AccountPage(page);
    await open(AccountPage.path);
    await expect(account.cameBack).toHaveCount(0);
    await closeMailbox(email);
    const form = { old_password: password, new_password1: NEW, new_password2: NEW };
    await context.request.post('/api/accounts/password', { form });
    const shown = async () => (await context.request.get(AccountPage.path)).text();
    await expect.poll(shown, { timeout: 15_000 }).toContain('came back');

    await open(AccountPage.path);
    await expect(account.cameBack).toBeVisible();
    await openMailbox(email);
    await account.sendAgain.click();
    await expect(account.notice('Check your mail')).toBeVisible();
    await hydrated(page);
    await open((await mailTo(email, 'Confirm your e-mail address', 2)).link);
    await new EmailConfirmPage(page).submit.click();
    await expect(page).toHaveURL(EmailConfirmPage.done);
    await open(AccountPage.path);
    await expect(account.fact(email)).toBeVisible();
    await expect(account.cameBack).toHaveCount(0);
  });
});
