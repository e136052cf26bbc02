-- What the vendor wants back of a turn and the client never saw; null where the response has all there is.
ALTER TABLE relay_responses ADD COLUMN kept_items bytea;
