CREATE INDEX people_by_name ON people (name, id) WHERE erased_at IS NULL;
DROP INDEX people_by_folded_name;
