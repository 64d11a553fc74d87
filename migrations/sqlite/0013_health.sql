-- One row that /healthz writes, to prove that the database takes writes.
CREATE TABLE health (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    checked INTEGER NOT NULL
) STRICT;
INSERT INTO health (id, checked) VALUES (1, 0);
