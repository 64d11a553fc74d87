// The pages below /accounts/ for signing up, logging in and logging out.
import { Site } from './site.ts';

export class SignupPage extends Site {
  static readonly path = '/accounts/signup/';

  get username() {
    return this.page.getByLabel('User name');
  }

  /** Where the site sends mail. */
  get email() {
    return this.page.getByLabel('E-mail address');
  }

  get password() {
    return this.page.getByLabel('Password', { exact: true });
  }

  get confirmation() {
    return this.page.getByLabel('Password again');
  }

  get submit() {
    return this.page.getByRole('main').getByRole('button', { name: 'Sign up' });
  }

  get logInInstead() {
    return this.page.getByRole('main').getByRole('link', { name: 'Log in' });
  }

  async fill(username: string, password: string, confirmation = password) {
    await this.username.fill(username);
    await this.password.fill(password);
    await this.confirmation.fill(confirmation);
  }

  async send(username: string, password: string, confirmation = password) {
    await this.fill(username, password, confirmation);
    await this.submit.click();
  }
}

export class LoginPage extends Site {
  static readonly path = '/accounts/login/';

  get username() {
    return this.page.getByLabel('User name');
  }

  get password() {
    return this.page.getByLabel('Password');
  }

  get keep() {
    return this.page.getByRole('checkbox', { name: 'Keep me signed in' });
  }

  get submit() {
    return this.page.getByRole('main').getByRole('button', { name: 'Log in' });
  }

  get signUpInstead() {
    return this.page.getByRole('main').getByRole('link', { name: 'Sign up' });
  }

  get forgotten() {
    return this.page.getByRole('main').getByRole('link', { name: 'Forgot your password?' });
  }

  async send(username: string, password: string) {
    await this.username.fill(username);
    await this.password.fill(password);
    await this.submit.click();
  }
}

export class LogoutPage extends Site {
  static readonly path = '/accounts/logout/';

  get submit() {
    return this.page.getByRole('main').getByRole('button', { name: 'Log out' });
  }

  get stay() {
    return this.page.getByRole('main').getByRole('link', { name: 'Stay logged in' });
  }
}
