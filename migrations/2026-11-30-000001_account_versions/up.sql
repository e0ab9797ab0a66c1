-- Whatever decides what a person may do, or how they like their screens, raises their version in the same transaction, so
-- that a process knows whether what it keeps of them is of today.
ALTER TABLE people ADD COLUMN version bigint NOT NULL DEFAULT 1;

CREATE FUNCTION raise_person_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END
$$;
CREATE TRIGGER people_version BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION raise_person_version();

-- In the order of ids, so that two such changes never wait for each other in a circle.
CREATE FUNCTION raise_versions_of_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM people WHERE id IN (SELECT person_id FROM changed) ORDER BY id FOR NO KEY UPDATE;
    UPDATE people SET version = version WHERE id IN (SELECT person_id FROM changed);
    RETURN NULL;
END
$$;
CREATE TRIGGER role_grants_given AFTER INSERT ON role_grants REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_of_changed();
CREATE TRIGGER role_grants_changed AFTER UPDATE ON role_grants REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_of_changed();
CREATE TRIGGER role_grants_taken AFTER DELETE ON role_grants REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_of_changed();
CREATE TRIGGER space_members_joined AFTER INSERT ON space_members REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_of_changed();
CREATE TRIGGER space_members_left AFTER DELETE ON space_members REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_of_changed();
CREATE TRIGGER audience_members_named AFTER INSERT ON audience_members REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_of_changed();
CREATE TRIGGER audience_members_left_out AFTER DELETE ON audience_members REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION raise_versions_of_changed();

-- Nothing reads the ledger by idea: it is counted as a whole.
DROP INDEX vote_ledger_by_idea;
