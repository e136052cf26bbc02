-- The upstream that makes the response: a replay that has to end the stream itself follows its policies. Null where an older relay stored it.
ALTER TABLE relay_responses ADD COLUMN upstream text;
