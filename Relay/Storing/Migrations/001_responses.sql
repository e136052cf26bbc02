-- JSON is kept as bytes: jsonb would lose the order of members and refuse \u0000, which models do write.
CREATE TABLE relay_responses (
    id text PRIMARY KEY,
    owner text NOT NULL,
    previous_id text,
    status text NOT NULL,
    background boolean NOT NULL,
    streamed boolean NOT NULL,
    response bytea NOT NULL,
    input bytea NOT NULL,
    item_ids text[] NOT NULL,
    kept_until timestamptz NOT NULL,
    lease_until timestamptz
);

CREATE INDEX relay_responses_kept_until ON relay_responses (kept_until);
CREATE INDEX relay_responses_item_ids ON relay_responses USING gin (item_ids);
CREATE INDEX relay_responses_running ON relay_responses (lease_until) WHERE status IN ('queued', 'in_progress');

-- The events of a stream, in compressed parts of whole events.
CREATE TABLE relay_events (
    response_id text NOT NULL REFERENCES relay_responses (id) ON DELETE CASCADE,
    part integer NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (response_id, part)
);

ALTER TABLE relay_events ALTER COLUMN body SET STORAGE EXTERNAL;
