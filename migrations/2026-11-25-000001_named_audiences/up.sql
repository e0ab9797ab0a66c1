-- Named people are a list that belongs to one item (table audience_members). What lies inside that item, such as the ideas
-- and rooms of a campaign, is for the same people: it carries the item's id in space_id, as it would carry a space.
-- Those who keep order everywhere see lists as they see spaces; what is for people without a list, such as a draft, they do not.
CREATE OR REPLACE FUNCTION may_see(shown_to audience, in_space uuid, item uuid, signed_in boolean, staff boolean, spaces uuid[], named uuid[])
    RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT shown_to = 'public' OR (signed_in AND (
        shown_to = 'signed_in'
        OR (staff AND shown_to = 'internal')
        OR (shown_to = 'space' AND (spaces IS NULL OR in_space = ANY (spaces)))
        OR (shown_to = 'people' AND (coalesce(in_space, item) = ANY (named) OR (in_space IS NOT NULL AND spaces IS NULL)))))
$$;

-- Only where it is a space does space_id point to one; `space` is that part of it, kept by the database for the sake of the reference.
ALTER TABLE campaigns DROP CONSTRAINT campaigns_space_named, DROP CONSTRAINT campaigns_space_id_fkey,
    ADD CONSTRAINT campaigns_space_named CHECK (audience = 'people' OR (audience = 'space') = (space_id IS NOT NULL)),
    ADD COLUMN space uuid GENERATED ALWAYS AS (CASE WHEN audience = 'space' THEN space_id END) STORED REFERENCES spaces;
ALTER TABLE brainstorms DROP CONSTRAINT brainstorms_space_named, DROP CONSTRAINT brainstorms_space_id_fkey,
    ADD CONSTRAINT brainstorms_space_named CHECK (audience = 'people' OR (audience = 'space') = (space_id IS NOT NULL)),
    ADD COLUMN space uuid GENERATED ALWAYS AS (CASE WHEN audience = 'space' THEN space_id END) STORED REFERENCES spaces;
ALTER TABLE ideas DROP CONSTRAINT ideas_space_named, DROP CONSTRAINT ideas_space_id_fkey,
    ADD CONSTRAINT ideas_space_named CHECK (audience = 'people' OR (audience = 'space') = (space_id IS NOT NULL)),
    ADD COLUMN space uuid GENERATED ALWAYS AS (CASE WHEN audience = 'space' THEN space_id END) STORED REFERENCES spaces;
ALTER TABLE prototypes DROP CONSTRAINT prototypes_space_named, DROP CONSTRAINT prototypes_space_id_fkey,
    ADD CONSTRAINT prototypes_space_named CHECK (audience = 'people' OR (audience = 'space') = (space_id IS NOT NULL)),
    ADD COLUMN space uuid GENERATED ALWAYS AS (CASE WHEN audience = 'space' THEN space_id END) STORED REFERENCES spaces;
