// A new password while it is typed: the rules, showing it, Caps Lock.
import { saveProfile } from '../../fixtures/users.ts';
import { expect, test } from '../../fixtures/test.ts';
import { PasswordPage } from '../../pages/account.ts';

const NEW = 'a brass key under the doormat';

test.describe('while a user types', { tag: '@hydrated' }, () => {
  test('each rule says whether it is met, by the data of the user', async ({ page, context, open, account }) => {
    await saveProfile(context, { last_name: 'Featherstone' });
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    const [length, similar, digits, common] = [
      form.rule('At least 8 characters'),
      form.rule('Must not be like your name'),
      form.rule('Must not be just numbers.'),
      form.rule('Must not be a commonly used password.'),
    ];
    await expect(length).not.toHaveAttribute('data-rule');
    for (const [typed, keepsLength, keepsSimilar, keepsDigits] of [
      ['123', 'broken', 'kept', 'broken'],
      ['abc', 'broken', 'kept', 'kept'],
      ['가나다라마바사', 'broken', 'kept', 'kept'],
      ['가나다라마바사아', 'kept', 'kept', 'kept'],
      ['featherstone!', 'kept', 'broken', 'kept'],
      [account.username, 'kept', 'broken', 'kept'],
      [NEW, 'kept', 'kept', 'kept'],
    ] as const) {
      await form.password.fill(typed);
      await expect(length, typed).toHaveAttribute('data-rule', keepsLength);
      await expect(similar, typed).toHaveAttribute('data-rule', keepsSimilar);
      await expect(digits, typed).toHaveAttribute('data-rule', keepsDigits);
      if (keepsLength === 'kept' && keepsSimilar === 'kept' && keepsDigits === 'kept') {
        await expect(common, typed).toHaveAttribute('data-rule', 'kept');
      } else {
        await expect(common, typed).not.toHaveAttribute('data-rule');
      }
    }
    await expect(form.password).toHaveAccessibleDescription(/At least 8 characters; a few words in a row are best\. Done\./);
    await form.password.fill('');
    for (const rule of [length, similar, digits]) {
      await expect(rule).not.toHaveAttribute('data-rule');
    }
  });

  test('a common password is told by a number, and never leaves the page while it is typed', async ({ page, open, account }) => {
    expect(account.username).not.toBe('');
    const form = new PasswordPage(page);
    const bodies: (string | null)[] = [];
    page.on('request', (request) => request.url().includes('common-passwords') && bodies.push(request.postData()));
    await open(PasswordPage.path);
    const common = form.rule('Must not be a commonly used password.');
    await form.password.pressSequentially('1234');
    await form.password.fill('I love you'.replaceAll(' ', ''));
    await expect(common).toHaveAttribute('data-rule', 'broken');
    await form.password.fill(NEW);
    await expect(common).toHaveAttribute('data-rule', 'kept');
    await form.password.fill('iloveyou');
    await expect(common, 'known already').toHaveAttribute('data-rule', 'broken');
    expect(bodies).toHaveLength(2);
    for (const body of bodies) {
      expect(body).toMatch(/^part=\d{1,3}$/);
    }
  });

  test('without an answer nothing is said of it', async ({ page, open, guard, account }) => {
    expect(account.username).not.toBe('');
    guard.expects('failure', /common-passwords$/);
    await page.route('**/api/accounts/common-passwords', (route) => route.abort());
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('common-passwords'));
    await form.password.fill(NEW);
    await failed;
    await expect(form.rule('At least 8 characters')).toHaveAttribute('data-rule', 'kept');
    await expect(form.rule('Must not be a commonly used password.')).not.toHaveAttribute('data-rule');
  });

  test('after a refusal the rules say nothing about the emptied password', async ({ page, open, guard, account }) => {
    guard.expects(422, /password$/);
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await form.send(account.password, '123');
    await expect(form.confirmation).toBeFocused();
    await expect(form.password).toHaveValue('');

    for (const rule of ['At least 8 characters', 'Must not be like your name', 'Must not be just numbers.']) {
      await expect(form.rule(rule)).not.toHaveAttribute('data-rule');
    }
  });

  test('a password is shown and hidden on request, and hidden when it is sent', async ({ page, context, open, account }) => {
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await form.old.fill(account.password);
    await form.password.fill(NEW);
    await form.confirmation.fill(NEW);
    await form.show('New password').click();
    await expect(form.password).toHaveAttribute('type', 'text');
    await expect(form.password).toHaveValue(NEW);
    await expect(form.old).toHaveAttribute('type', 'password');
    await expect(form.confirmation).toHaveAttribute('type', 'password');
    await form.hide('New password').click();
    await expect(form.password).toHaveAttribute('type', 'password');

    await form.show('Old password').click();
    await expect(form.old).toHaveAttribute('type', 'text');
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await context.route('**/api/accounts/password', async (route) => {
      await answered;
      await route.continue();
    });
    await form.submit.click();
    await expect(form.old).toHaveAttribute('type', 'password');
    answer();
    await expect(page).toHaveURL(PasswordPage.done);
  });

  test('a hint says that Caps Lock is on', async ({ page, open, account }) => {
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await expect(form.nameLink(account.username)).toBeVisible();
    const press = (type: string, isOn: boolean) =>
      form.old.evaluate(
        (field, init) => void field.dispatchEvent(new KeyboardEvent(init.type, init)),
        { type, key: 'A', modifierCapsLock: isOn, bubbles: true },
      );
    await form.old.focus();
    await expect(form.capsLock).toHaveCount(0);
    await press('keydown', true);
    await expect(form.capsLock).toBeVisible();
    await press('keyup', false);
    await expect(form.capsLock).toHaveCount(0);
    await press('keydown', true);
    await expect(form.capsLock).toBeVisible();
    await form.password.focus();
    await expect(form.capsLock).toHaveCount(0);
  });
});

test.describe('typed before hydration', { tag: '@hydrated' }, () => {
  test.use({ wasm: 'held' });

  test('a new password stays and its rules are checked after hydration', async ({ page, open, release, account }) => {
    const form = new PasswordPage(page);
    await open(PasswordPage.path);
    await form.password.fill(account.username);
    await expect(form.rule('Must not be like your name')).not.toHaveAttribute('data-rule');
    await release();

    await expect(form.rule('Must not be like your name')).toHaveAttribute('data-rule', 'broken');
    await expect(form.rule('At least 8 characters')).toHaveAttribute('data-rule', 'kept');
    await expect(form.password).toHaveValue(account.username);
  });
});
