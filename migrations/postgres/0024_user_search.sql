-- Finding users by letters anywhere in their user name, address or names. Names change in many places, and other programs change them
-- too: an index over what is computed of them sees all of it. No extension is needed.

-- The family name stands first and without a space, as Korean names are written.
CREATE FUNCTION user_named(username TEXT, email TEXT, first_name TEXT, last_name TEXT) RETURNS TEXT
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT lower(username || ' ' || email || ' ' || last_name || first_name) $$;

-- Every one, two and three characters that follow each other.
CREATE FUNCTION user_grams(named TEXT) RETURNS TEXT[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT substr(named, at, size))
    FROM generate_series(1, 3) AS size, generate_series(1, length(named) - size + 1) AS at
$$;

CREATE INDEX user_search ON users USING gin (user_grams(user_named(username, email, first_name, last_name)));
