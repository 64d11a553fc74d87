// The pages under /articles/.
import { Site } from './site.ts';

export class ArticleList extends Site {
  static readonly path = '/articles/';

  get items() {
    return this.page.getByRole('main').getByRole('listitem');
  }

  article(title: string) {
    return this.page.getByRole('main').getByRole('link', { name: title, exact: true });
  }

  get write() {
    return this.page.getByRole('main').getByRole('link', { name: 'Write an article' });
  }

  get older() {
    return this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Older' });
  }

  get newer() {
    return this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Newer' });
  }
}

export class ArticlePage extends Site {
  get article() {
    return this.page.getByRole('article');
  }

  get paragraphs() {
    return this.article.getByRole('paragraph');
  }

  get edit() {
    return this.article.getByRole('link', { name: 'Edit' });
  }

  get delete() {
    return this.article.getByRole('link', { name: 'Delete' });
  }
}

/** Writing and editing have the same fields. */
export class ArticleEditor extends Site {
  static readonly path = '/articles/create/';

  get title() {
    return this.page.getByLabel('Title');
  }

  get text() {
    return this.page.getByLabel('Text');
  }

  get submit() {
    return this.page.getByRole('main').getByRole('button', { name: /^(Publish|Save)$/ });
  }

  get cancel() {
    return this.page.getByRole('link', { name: 'Cancel' });
  }

  /** The version that somebody else has saved. */
  get savedVersion() {
    return this.page.getByRole('region', { name: 'The saved version' });
  }

  counter(text: string) {
    return this.page.getByText(text, { exact: true });
  }

  async send(title: string, text: string) {
    await this.title.fill(title);
    await this.text.fill(text);
    await this.submit.click();
  }
}

export class DeletePage extends Site {
  get submit() {
    return this.page.getByRole('button', { name: 'Delete' });
  }

  get keep() {
    return this.page.getByRole('link', { name: 'Keep it' });
  }
}
