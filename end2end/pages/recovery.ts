// The pages of the way back in by mail.
import { Site } from './site.ts';

export class PasswordResetPage extends Site {
  static readonly path = '/accounts/password_reset/';

  get email() {
    return this.page.getByLabel('E-mail address');
  }

  get submit() {
    return this.page.getByRole('button', { name: 'Send the link' });
  }

  async send(email: string) {
    await this.email.fill(email);
    await this.submit.click();
  }
}

export class PasswordResetDonePage extends Site {
  static readonly path = '/accounts/password_reset/done/';

  get email() {
    return this.page.getByLabel('E-mail address');
  }

  get code() {
    return this.page.getByLabel('Code', { exact: true });
  }

  get submit() {
    return this.page.getByRole('button', { name: 'Use the code' });
  }

  async send(email: string, code: string) {
    await this.email.fill(email);
    await this.code.fill(code);
    await this.submit.click();
  }
}

export class EmailConfirmPage extends Site {
  static readonly path = '/accounts/email/confirm/';
  static readonly done = '/accounts/email/done/';

  get submit() {
    return this.page.getByRole('button', { name: 'Confirm the address' });
  }

  get code() {
    return this.page.getByLabel('Code', { exact: true });
  }

  get sendAgain() {
    return this.page.getByRole('button', { name: 'Send the mail again' });
  }

  async send(code: string) {
    await this.code.fill(code);
    await this.submit.click();
  }
}

export class SecurePage extends Site {
  static readonly path = '/accounts/secure/';

  /** Where the account has another address by now. */
  get restore() {
    return this.page.getByRole('button', { name: 'Take back the old address' });
  }

  get submit() {
    return this.page.getByRole('button', { name: 'Secure your account' });
  }
}
