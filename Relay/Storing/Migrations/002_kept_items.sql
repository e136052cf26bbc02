-- What the turns to come read instead of input and output, where that is more than the client saw: reasoning under its seal. Null: nothing more.
ALTER TABLE relay_responses
    ADD COLUMN kept_input bytea,
    ADD COLUMN kept_output bytea;
