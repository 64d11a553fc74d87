// The pages of the site as a whole and of the way back in by mail, a site with colours and a notice of its own, and the parts of every page.
import { join } from 'node:path';
import { mkdtempSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { mailTo, signUpWithAddress } from '../fixtures/mails.ts';
import { start, stop } from '../fixtures/program.ts';
import { FOLDER, MAIL_SITE, UNTHROTTLED, VERIFIED_SITE } from '../fixtures/server.ts';
import { expect } from '../fixtures/test.ts';
import { PASSWORD, freshName, logIn, saveProfile, signUp, signUpWith, writeArticle, writeDraft } from '../fixtures/users.ts';
import { UsersPage } from '../pages/staff.ts';
import { EmailConfirmPage, SecurePage } from '../pages/recovery.ts';
import { FrontPage } from '../pages/device.ts';
import { SignupPage } from '../pages/accounts.ts';
import { test } from './shoot.ts';

test.setTimeout(90_000);

const TEXT = '## A heading\n\n비가 그친 뒤의 골목은 늘 조금 더 넓어 보인다.\n\n> كل باب له ثلاثة أقفال\n\n| Key | Lock |\n|---|---|\n| brass | old |\n\n```\nlet key = "brass";\n```\n\n- one\n- two';

test('pages of the site as a whole', async ({ page, context, open, shoot, otherBrowser }) => {
  const other = (await otherBrowser()).context();
  const { username } = await signUp(other, freshName('홍길동'));
  await saveProfile(other, { first_name: '길동', last_name: '홍' });
  const path = await writeArticle(other, '마크다운으로 쓴 글', TEXT);
  await writeDraft(other, 'مسودة لم تكتمل', 'نص');
  for (const [name, address] of [
    ['front', '/'],
    ['privacy', '/privacy/'],
    ['device', '/device/'],
    ['style', '/-/style/'],
    ['person', `/people/${username}/`],
    ['search', '/articles/?q=key'],
    ['search-none', '/articles/?q=nothing-has-this-word'],
    ['reading-empty', '/reading-list/'],
    ['markdown', path],
  ] as const) {
    await open(address);
    await shoot(name);
  }
  await page.getByRole('button', { name: 'Save for later' }).click();
  await expect(page.getByRole('button', { name: 'Remove from reading list' })).toBeVisible();
  await open('/reading-list/');
  await shoot('reading');
  await open('/');
  await new FrontPage(page).putAway.click();
  await expect(new FrontPage(page).about).toBeVisible();
  await shoot('front-put-away');
  await logIn(context, { username, password: PASSWORD });
  await open('/articles/mine/');
  await shoot('mine');
  await open('/articles/mine/?show=drafts');
  await page.getByRole('button', { name: 'Account menu' }).click();
  await expect(page.getByRole('button', { name: 'Log out' })).toBeVisible();
  await shoot('mine-drafts-menu');
});

test('several users, and lists that are searched', async ({ page, context, open, shoot, otherBrowser }) => {
  await signUpWith(context, ['--superuser']);
  const [users, start] = [new UsersPage(page), freshName('김하늘')];
  for (const name of ['first', 'second', 'third']) {
    await signUp((await otherBrowser()).context(), `${start}-${name}`);
  }
  await open(`${UsersPage.path}?q=${encodeURIComponent(start)}`);
  await users.part('Choose all on this page').click();
  await expect(users.choose(`${start}-first`)).toBeChecked();
  await shoot('staff-users-chosen');
  await users.button('Deactivate…').click();
  await expect(users.heading).toHaveText('Deactivate users');
  await shoot('staff-activation');
  await users.button('Deactivate 3 users').click();
  await expect(users.notice('Users deactivated and logged out everywhere.')).toBeVisible();
  await shoot('staff-users-deactivated');
  await open('/staff/groups/?q=no-group-has-this-name');
  await shoot('staff-groups-none');
});

test.describe('with mail', () => {
  test.use({ baseURL: MAIL_SITE });

  test('the way back in', async ({ page, context, open, shoot, otherBrowser }) => {
    const { email, password, username } = await signUpWithAddress(context, '홍길동');
    const form = { old_password: password, new_password1: 'of the thief alone', new_password2: 'of the thief alone' };
    await context.request.post('/api/accounts/password', { form });
    await saveProfile(context, { email: `new-${email}` });
    await open('/accounts/');
    await shoot('account-unconfirmed');
    await open('/accounts/email/confirm/');
    await shoot('email-confirm-code');
    await context.clearCookies();
    for (const [name, path] of [
      ['password-reset', '/accounts/password_reset/'],
      ['password-reset-done', '/accounts/password_reset/done/'],
      ['email-confirm-visitor', '/accounts/email/confirm/'],
      ['email-done', '/accounts/email/done/'],
      ['secure-invalid', '/accounts/secure/'],
      ['secure-done', '/accounts/secure/done/'],
      ['signup-mail', '/accounts/signup/'],
    ] as const) {
      await open(path);
      await shoot(name);
    }
    const told = await mailTo(email, 'Your password was changed');
    await open(told.link);
    await expect(page).toHaveURL(SecurePage.path);
    await shoot('secure');
    // The policy of a page would hold back the style of a mail.
    await page.goto('about:blank');
    await page.setContent(told.html);
    await shoot('mail');
    const staff = await otherBrowser({ baseURL: MAIL_SITE });
    await signUpWith(staff.context(), ['--superuser'], MAIL_SITE);
    expect(username).toContain('홍길동');
  });
});

test.describe('where an address has to be confirmed', () => {
  test.use({ baseURL: VERIFIED_SITE });

  test('the page that asks', async ({ page, open, shoot }) => {
    const [signup, name] = [new SignupPage(page), freshName('jana')];
    await open(SignupPage.path);
    await signup.email.fill(`${name}@example.com`);
    await signup.send(name, PASSWORD);
    await expect(signup.nameLink(name)).toBeVisible();
    await shoot('signed-up-unconfirmed');
    await open('/articles/create/');
    await expect(page).toHaveURL(EmailConfirmPage.path);
    await shoot('email-must-confirm');
  });
});

/** Pages of a site with this colour. */
async function shootColoured(page: Page, context: BrowserContext, accent: string, shoot: (name: string) => Promise<void>) {
  const folder = mkdtempSync(join(FOLDER, 'coloured-'));
  const serving = await start({
    ...UNTHROTTLED,
    DATABASE_URL: `sqlite:${join(folder, 'site.sqlite3')}`,
    LATCHKEY_SESSIONS__SECRET_KEY: 'a coloured site: only for these pictures, long enough',
    LATCHKEY_SITE__NAME: '골목 도서관',
    LATCHKEY_SITE__LINE: 'A small library of the neighbourhood.',
    LATCHKEY_SITE__ABOUT: 'We read on Thursdays.\n\nWrite to us if you want to come.',
    LATCHKEY_SITE__NOTICE: 'The library is closed on Monday: we are painting the shelves, all of them, in a colour that was voted for.',
    LATCHKEY_SITE__ACCENT: accent,
    LATCHKEY_HTTP__DRAIN: '0',
  });
  const site = `http://127.0.0.1:${serving.port}`;
  await page.goto(`${site}/`);
  await shoot(`colour-${accent.slice(1)}-front`);
  const username = freshName('이서연');
  const form = { username, password1: PASSWORD, password2: PASSWORD };
  await context.request.post(`${site}/api/accounts/signup`, { form });
  await page.goto(`${site}/articles/create/`);
  await shoot(`colour-${accent.slice(1)}-create`);
  await page.goto(`${site}/accounts/sessions/`);
  await shoot(`colour-${accent.slice(1)}-sessions`);
  await stop(serving);
}

for (const accent of ['#1d3a8a', '#b3261e', '#876c0d']) {
  test(`a site in ${accent}`, async ({ page, context, shoot }) => shootColoured(page, context, accent, shoot));
}
