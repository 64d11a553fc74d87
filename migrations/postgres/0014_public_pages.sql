-- The generation of what visitors see: a public page made in an earlier one may be stale. Moved by the transaction that changes it.
CREATE TABLE public_pages (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    generation BIGINT NOT NULL
);
INSERT INTO public_pages (id, generation) VALUES (1, 1);

-- In the database, so that no way of changing an article or a name can forget it: a page, a command, another program. Once for
-- each transaction, at its end: this row is locked last and briefly, so it can close no circle of locks. (Emptying the table is no
-- business of the site; it locks the row at once.)
CREATE FUNCTION move_public_pages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('latchkey.public_pages', true), '') <> 'moved' THEN
        UPDATE public_pages SET generation = generation + 1;
        PERFORM set_config('latchkey.public_pages', 'moved', true);
    END IF;
    RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER public_article_added AFTER INSERT ON articles DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.is_published) EXECUTE FUNCTION move_public_pages();
CREATE CONSTRAINT TRIGGER public_article_changed AFTER UPDATE ON articles DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.is_published OR NEW.is_published) EXECUTE FUNCTION move_public_pages();
CREATE CONSTRAINT TRIGGER public_article_deleted AFTER DELETE ON articles DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.is_published) EXECUTE FUNCTION move_public_pages();
CREATE CONSTRAINT TRIGGER public_name_changed AFTER UPDATE OF username, first_name, last_name ON users DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.username <> NEW.username OR OLD.first_name <> NEW.first_name OR OLD.last_name <> NEW.last_name)
    EXECUTE FUNCTION move_public_pages();

-- Emptying the table fires no trigger of a row.
CREATE TRIGGER public_articles_emptied AFTER TRUNCATE ON articles FOR EACH STATEMENT EXECUTE FUNCTION move_public_pages();
