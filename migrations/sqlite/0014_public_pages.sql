-- The generation of what visitors see: a public page made in an earlier one may be stale. Moved by the transaction that changes it.
CREATE TABLE public_pages (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO public_pages (id, generation) VALUES (1, 1);

-- In the database, so that no way of changing an article or a name can forget it: a page, a command, another program.
CREATE TRIGGER public_article_added AFTER INSERT ON articles WHEN NEW.is_published
    BEGIN UPDATE public_pages SET generation = generation + 1; END;
CREATE TRIGGER public_article_changed AFTER UPDATE ON articles WHEN OLD.is_published OR NEW.is_published
    BEGIN UPDATE public_pages SET generation = generation + 1; END;
CREATE TRIGGER public_article_deleted AFTER DELETE ON articles WHEN OLD.is_published
    BEGIN UPDATE public_pages SET generation = generation + 1; END;
CREATE TRIGGER public_name_changed AFTER UPDATE OF username, first_name, last_name ON users
    WHEN OLD.username <> NEW.username OR OLD.first_name <> NEW.first_name OR OLD.last_name <> NEW.last_name
    BEGIN UPDATE public_pages SET generation = generation + 1; END;

-- Another program may have foreign keys off, so the author's articles need not change with them.
CREATE TRIGGER public_author_deleted AFTER DELETE ON users
    BEGIN UPDATE public_pages SET generation = generation + 1; END;

-- INSERT OR REPLACE takes a row away without a trigger for deletion.
CREATE TRIGGER public_article_replaced BEFORE INSERT ON articles WHEN NEW.id IN (SELECT id FROM articles)
    BEGIN UPDATE public_pages SET generation = generation + 1; END;
CREATE TRIGGER public_author_replaced BEFORE INSERT ON users
    WHEN NEW.id IN (SELECT id FROM users) OR NEW.username_key IN (SELECT username_key FROM users)
    BEGIN UPDATE public_pages SET generation = generation + 1; END;
