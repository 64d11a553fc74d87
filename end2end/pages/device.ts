// The pages of what a browser keeps for its visitor: the theme, a user name, the reading list.
import { Site } from './site.ts';

export class DevicePage extends Site {
  static readonly path = '/device/';

  theme(name: 'As the device is set' | 'Light' | 'Dark') {
    return this.page.getByRole('radio', { name });
  }

  get saveTheme() {
    return this.page.getByRole('main').getByRole('button', { name: 'Save' }).first();
  }

  get remember() {
    return this.page.getByRole('checkbox', { name: 'Fill in my user name on this device' });
  }

  get saveUsername() {
    return this.page.getByRole('main').getByRole('button', { name: 'Save' }).last();
  }

  get forget() {
    return this.page.getByRole('button', { name: 'Forget everything' });
  }
}

export class FrontPage extends Site {
  static readonly path = '/';

  get putAway() {
    return this.page.getByRole('button', { name: 'Don’t show this again' });
  }

  /** What is left of the welcome that is put away. */
  get about() {
    return this.page.getByText('About this site', { exact: true });
  }

  get line() {
    return this.page.locator('.lead');
  }
}

export class ReadingListPage extends Site {
  static readonly path = '/reading-list/';

  get items() {
    return this.page.getByRole('main').getByRole('listitem');
  }

  remove(title: string) {
    return this.page.getByRole('button', { name: `Remove ${title}` });
  }

  /** On the page of an article. */
  get save() {
    return this.page.getByRole('button', { name: 'Save for later' });
  }
}
