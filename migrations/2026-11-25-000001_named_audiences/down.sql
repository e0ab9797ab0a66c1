-- Without lists for what lies inside, those items are for nobody but the organisation's own people.
UPDATE campaigns SET space_id = NULL WHERE audience = 'people';
UPDATE brainstorms SET audience = 'internal', space_id = NULL WHERE audience = 'people' AND space_id IS NOT NULL;
UPDATE ideas SET audience = 'internal', space_id = NULL WHERE audience = 'people' AND space_id IS NOT NULL;
UPDATE prototypes SET audience = 'internal', space_id = NULL WHERE audience = 'people' AND space_id IS NOT NULL;
ALTER TABLE prototypes DROP COLUMN space, DROP CONSTRAINT prototypes_space_named,
    ADD CONSTRAINT prototypes_space_named CHECK ((audience = 'space') = (space_id IS NOT NULL)),
    ADD CONSTRAINT prototypes_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces;
ALTER TABLE ideas DROP COLUMN space, DROP CONSTRAINT ideas_space_named,
    ADD CONSTRAINT ideas_space_named CHECK ((audience = 'space') = (space_id IS NOT NULL)),
    ADD CONSTRAINT ideas_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces;
ALTER TABLE brainstorms DROP COLUMN space, DROP CONSTRAINT brainstorms_space_named,
    ADD CONSTRAINT brainstorms_space_named CHECK ((audience = 'space') = (space_id IS NOT NULL)),
    ADD CONSTRAINT brainstorms_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces;
ALTER TABLE campaigns DROP COLUMN space, DROP CONSTRAINT campaigns_space_named,
    ADD CONSTRAINT campaigns_space_named CHECK ((audience = 'space') = (space_id IS NOT NULL)),
    ADD CONSTRAINT campaigns_space_id_fkey FOREIGN KEY (space_id) REFERENCES spaces;
CREATE OR REPLACE FUNCTION may_see(shown_to audience, in_space uuid, item uuid, signed_in boolean, staff boolean, spaces uuid[], named uuid[])
    RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT shown_to = 'public' OR (signed_in AND (
        shown_to = 'signed_in'
        OR (staff AND shown_to = 'internal')
        OR (shown_to = 'space' AND (spaces IS NULL OR in_space = ANY (spaces)))
        OR (shown_to = 'people' AND item = ANY (named))))
$$;
