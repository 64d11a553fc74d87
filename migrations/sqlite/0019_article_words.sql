-- The words of published articles, for the search: as the program takes a text apart (article_words), and their index. Drafts have none.
CREATE TABLE article_words (
    id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    words TEXT NOT NULL
) STRICT;

-- The words are separated by spaces; which of them stand in an article is all that is asked.
CREATE VIRTUAL TABLE article_search USING fts5 (
    words, content = 'article_words', content_rowid = 'id', tokenize = 'ascii', detail = 'none'
);
-- What is deleted leaves nothing in the file.
INSERT INTO article_search (article_search, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER article_words_added AFTER INSERT ON article_words
    BEGIN INSERT INTO article_search (rowid, words) VALUES (NEW.id, NEW.words); END;
CREATE TRIGGER article_words_deleted AFTER DELETE ON article_words
    BEGIN INSERT INTO article_search (article_search, rowid, words) VALUES ('delete', OLD.id, OLD.words); END;
CREATE TRIGGER article_words_changed AFTER UPDATE ON article_words
    BEGIN
        INSERT INTO article_search (article_search, rowid, words) VALUES ('delete', OLD.id, OLD.words);
        INSERT INTO article_search (rowid, words) VALUES (NEW.id, NEW.words);
    END;

-- Another program may have foreign keys off, or hide an article without a word to the search.
CREATE TRIGGER article_unsearchable AFTER UPDATE OF is_published ON articles WHEN NOT NEW.is_published
    BEGIN DELETE FROM article_words WHERE id = NEW.id; END;
CREATE TRIGGER article_words_of_deleted AFTER DELETE ON articles
    BEGIN DELETE FROM article_words WHERE id = OLD.id; END;

-- Visitors see what is found.
CREATE TRIGGER public_words_added AFTER INSERT ON article_words
    BEGIN UPDATE public_pages SET generation = generation + 1; END;
CREATE TRIGGER public_words_changed AFTER UPDATE ON article_words
    BEGIN UPDATE public_pages SET generation = generation + 1; END;
CREATE TRIGGER public_words_deleted AFTER DELETE ON article_words
    BEGIN UPDATE public_pages SET generation = generation + 1; END;
