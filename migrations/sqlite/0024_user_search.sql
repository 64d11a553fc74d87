-- Finding users by letters anywhere in their user name, address or names. Names change in many places, and other programs change them
-- too: triggers see all of it.

-- Of each user every one, two and three characters that follow each other. What is looked for is a phrase of them, so it is found as a whole.
-- The tokenizer takes them as they are and folds their case.
CREATE VIRTUAL TABLE user_search USING fts5 (
    grams, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co' tokenchars '@.+-_'"
);
-- What is deleted leaves nothing in the file.
INSERT INTO user_search (user_search, rank) VALUES ('secure-delete', 1);

-- The family name stands first and without a space, as Korean names are written.
CREATE VIEW user_grams (id, grams) AS
    SELECT u.id, (
        WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at WHERE i < length(u.named))
        SELECT group_concat(gram, ' ') FROM (
            SELECT substr(u.named, at.i, size.n) AS gram
            FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) size, at ORDER BY size.n, at.i
        )
    )
    FROM (SELECT id, username || ' ' || email || ' ' || last_name || first_name AS named FROM users) u;

INSERT INTO user_search (rowid, grams) SELECT id, grams FROM user_grams;

CREATE TRIGGER user_named AFTER INSERT ON users
    BEGIN INSERT INTO user_search (rowid, grams) SELECT id, grams FROM user_grams WHERE id = NEW.id; END;
CREATE TRIGGER user_renamed AFTER UPDATE OF username, email, first_name, last_name ON users
    WHEN (OLD.username, OLD.email, OLD.first_name, OLD.last_name) <> (NEW.username, NEW.email, NEW.first_name, NEW.last_name)
    BEGIN
        DELETE FROM user_search WHERE rowid = OLD.id;
        INSERT INTO user_search (rowid, grams) SELECT id, grams FROM user_grams WHERE id = NEW.id;
    END;
CREATE TRIGGER user_forgotten AFTER DELETE ON users
    BEGIN DELETE FROM user_search WHERE rowid = OLD.id; END;
