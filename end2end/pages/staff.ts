// The staff area, below /staff/, and the page of a password link.
import { Site } from './site.ts';

/** The parts of every staff page. */
class StaffPage extends Site {
  /** The link to a part of the staff area. */
  part(name: string) {
    return this.page.getByRole('main').getByRole('link', { name, exact: true });
  }

  get crumbs() {
    return this.page.getByRole('navigation', { name: 'Breadcrumb' });
  }

  get pages() {
    return this.page.getByRole('navigation', { name: 'Pages' });
  }

  button(name: string) {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }
}

export class StaffHome extends StaffPage {
  static readonly path = '/staff/';
}

export class UsersPage extends StaffPage {
  static readonly path = '/staff/users/';

  get rows() {
    return this.page.getByRole('table', { name: 'Users' }).getByRole('rowheader');
  }

  get text() {
    return this.page.getByRole('searchbox', { name: 'Name or e-mail' });
  }

  get filter() {
    return this.page.getByLabel('Show', { exact: true });
  }

  get group() {
    return this.page.getByLabel('Group', { exact: true });
  }

  /** The box that chooses a user. */
  choose(username: string) {
    return this.page.getByRole('checkbox', { name: `Choose ${username}`, exact: true });
  }

  get count() {
    return this.page.locator('.count');
  }

  get order() {
    return this.page.getByLabel('Order');
  }

  async find(text: string) {
    await this.text.fill(text);
    await this.button('Search').click();
  }
}

/** The permissions of a user or a group. */
class RightsPage extends StaffPage {
  /** A permission by its label, such as `view users`. */
  permission(label: string) {
    return this.page.getByRole('checkbox', { name: label, exact: true });
  }

  get save() {
    return this.page.getByRole('main').getByRole('button', { name: /^Save( access)?$/ });
  }

  /** A fact that is read-only. */
  fact(text: string | RegExp) {
    return this.page.getByRole('definition').filter({ hasText: text });
  }
}

export class UserPage extends RightsPage {
  static readonly create = '/staff/users/create/';
  static readonly any = /\/staff\/users\/\d+\/$/;

  get username() {
    return this.page.getByLabel('User name');
  }

  get email() {
    return this.page.getByLabel('E-mail address');
  }

  get firstName() {
    return this.page.getByLabel('Given name');
  }

  flag(name: 'Active' | 'Staff' | 'Superuser') {
    return this.page.getByRole('checkbox', { name: new RegExp(`^${name}:`) });
  }

  get saveProfile() {
    return this.button('Save profile');
  }

  /** A part of the page, by its heading. */
  panel(name: string) {
    return this.page.locator('section.panel').filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  /** The links to the parts. */
  get parts() {
    return this.page.getByRole('navigation', { name: 'Parts of this page' });
  }

  get groupFilter() {
    return this.page.getByRole('searchbox', { name: 'Filter groups' });
  }

  get unsaved() {
    return this.page.getByText('What you changed here is not saved yet.');
  }

  group(name: string) {
    return this.page.getByRole('checkbox', { name, exact: true });
  }

  get endSessions() {
    return this.button('End all sessions');
  }

  get makeLink() {
    return this.button('Create a password link');
  }

  get link() {
    return this.page.getByLabel('New password link');
  }

  get copyLink() {
    return this.page.getByRole('button', { name: /^(Copy link|Link copied)$/ });
  }

  get delete() {
    return this.page.getByRole('main').getByRole('link', { name: 'Delete this user' });
  }
}

export class GroupPage extends RightsPage {
  static readonly list = '/staff/groups/';

  /** On the list. */
  get rows() {
    return this.page.getByRole('table', { name: 'Groups' }).getByRole('rowheader');
  }

  async find(text: string) {
    await this.page.getByRole('searchbox', { name: 'Name' }).fill(text);
    await this.button('Search').click();
  }

  static readonly create = '/staff/groups/create/';
  static readonly any = /\/staff\/groups\/\d+\/$/;

  get name() {
    return this.page.getByLabel('Name', { exact: true });
  }

  get delete() {
    return this.page.getByRole('main').getByRole('link', { name: 'Delete this group' });
  }

  get members() {
    return this.page.getByRole('main').getByRole('listitem');
  }
}

export class InvitationsPage extends StaffPage {
  static readonly path = '/staff/invitations/';

  row(email: string) {
    return this.page.getByRole('table', { name: 'Invitations' }).getByRole('row').filter({ hasText: email });
  }
}

export class InvitePage extends RightsPage {
  static readonly path = '/staff/invitations/create/';

  get email() {
    return this.page.getByLabel('E-mail address');
  }

  get staff() {
    return this.page.getByRole('checkbox', { name: 'Staff: can open the staff area' });
  }

  group(name: string) {
    return this.page.getByRole('checkbox', { name, exact: true });
  }

  get submit() {
    return this.button('Send the invitation');
  }
}

/** Where the mail of an invitation leads. */
export class AcceptPage extends StaffPage {
  static readonly path = '/accounts/invitation/';

  get username() {
    return this.page.getByLabel('User name');
  }

  get password() {
    return this.page.getByLabel('Password', { exact: true });
  }

  get confirmation() {
    return this.page.getByLabel('Password again');
  }

  async send(username: string, password: string, confirmation = password) {
    await this.username.fill(username);
    await this.password.fill(password);
    await this.confirmation.fill(confirmation);
    await this.button('Create my account').click();
  }
}

export class AuditPage extends StaffPage {
  static readonly path = '/staff/audit/';

  get rows() {
    return this.page.getByRole('table', { name: 'Audit trail' }).getByRole('row');
  }

  get target() {
    return this.page.getByRole('searchbox', { name: 'Target' });
  }

  async find(target: string) {
    await this.target.fill(target);
    await this.button('Search').click();
  }
}

export class ModerationPage extends StaffPage {
  static readonly path = '/staff/articles/';

  get rows() {
    return this.page.getByRole('table', { name: 'Articles' }).getByRole('row');
  }

  row(title: string) {
    return this.rows.filter({ hasText: title });
  }
}

export class ResetPage extends StaffPage {
  static readonly path = '/accounts/reset/';
  static readonly done = '/accounts/reset/done/';

  get password() {
    return this.page.getByLabel('New password', { exact: true });
  }

  get confirmation() {
    return this.page.getByLabel('New password again');
  }

  async send(password: string, confirmation = password) {
    await this.password.fill(password);
    await this.confirmation.fill(confirmation);
    await this.button('Set password').click();
  }
}

/** The error page instead of a page that the user may not open. */
export class RefusedPage extends Site {
  get otherAccount() {
    return this.page.getByRole('main').getByRole('link', { name: 'Log in as someone else' });
  }
}
