-- The same for its input, which may refer to such items; null where the input has all there is.
ALTER TABLE relay_responses ADD COLUMN kept_input bytea;
