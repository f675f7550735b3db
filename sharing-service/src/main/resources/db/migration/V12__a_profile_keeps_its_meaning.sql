-- What a disclosure profile meant when it was first used here: what was rendered under its name must not be shown under another meaning.
CREATE TABLE profile_meaning (
    name    text PRIMARY KEY,
    meaning text NOT NULL
);
