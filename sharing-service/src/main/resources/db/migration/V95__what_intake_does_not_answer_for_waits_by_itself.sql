-- What is to be handed over is taken agency by agency, and what was tried before apart from what was not: each is found by one look, however much waits.
CREATE INDEX written_object_next ON written_object ((attempts > 0), agency, next_at, id) WHERE state = 'PENDING';
