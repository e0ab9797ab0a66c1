-- The directory is in the order readers expect, Åsa beside Asa, and no longer in that of the bytes.
CREATE INDEX people_by_folded_name ON people (fold(name), id) WHERE erased_at IS NULL;
DROP INDEX people_by_name;
