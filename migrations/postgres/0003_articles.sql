-- What people write. excerpt is made once, when the text is saved; version tells two editors apart.
-- The author may leave and the article stay: then author_id is null.
CREATE TABLE articles (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL
);

CREATE INDEX articles_author_id ON articles (author_id);
