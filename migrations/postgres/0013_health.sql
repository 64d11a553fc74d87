-- One row that /healthz writes, to prove that the database takes writes.
CREATE TABLE health (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    checked BIGINT NOT NULL
);
INSERT INTO health (id, checked) VALUES (1, 0);
