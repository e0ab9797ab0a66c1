-- A campaign that fewer people may see takes its ideas and rooms along: each that everybody in its new audience sees already, and
-- others besides, is for that audience from then on. Nobody comes to see one who did not before: where the new audience is wider, or
-- is of other people, an idea stays what its author sent it as. What is for the organisation's own people narrows to a unit of
-- theirs and to a list, as long as nobody else is in it; what is for a space narrows to a list of its members. Like the counts, this
-- holds whoever writes the campaign (owners of the rows: ideas, brainstorms).
CREATE FUNCTION pass_narrower_audience_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    members uuid[] := CASE NEW.audience
        WHEN 'space' THEN ARRAY(SELECT m.person_id FROM space_members m WHERE m.space_id = NEW.space_id)
        WHEN 'people' THEN ARRAY(SELECT a.person_id FROM audience_members a WHERE a.item_id = NEW.id) END;
    own_people boolean := (NEW.audience = 'people' OR (NEW.audience = 'space' AND EXISTS (SELECT FROM spaces s WHERE s.id = NEW.space_id AND s.kind = 'internal')))
        AND NOT EXISTS (SELECT FROM unnest(members) AS m (person_id) WHERE NOT EXISTS (
            SELECT FROM role_grants g WHERE g.person_id = m.person_id AND g.campaign_id IS NULL AND g.role NOT IN ('customer', 'partner')));
    -- Those who keep order everywhere see into every space.
    of_its_space boolean := OLD.audience = 'space' AND NEW.audience = 'people'
        AND NOT EXISTS (SELECT FROM unnest(members) AS m (person_id)
            WHERE NOT EXISTS (SELECT FROM space_members s WHERE s.space_id = OLD.space_id AND s.person_id = m.person_id)
                AND NOT EXISTS (SELECT FROM role_grants g WHERE g.person_id = m.person_id AND g.campaign_id IS NULL
                    AND g.role IN ('moderator', 'compliance', 'admin')));
    wider audience[] := ARRAY['public'::audience]
        || CASE WHEN NEW.audience <> 'public' THEN ARRAY['signed_in'::audience] ELSE '{}' END
        || CASE WHEN own_people THEN ARRAY['internal'::audience] ELSE '{}' END;
BEGIN
    UPDATE ideas i SET audience = NEW.audience, space_id = NEW.space_id
    WHERE i.campaign_id = NEW.id AND i.audience <> NEW.audience
        AND (i.audience = ANY (wider) OR (of_its_space AND i.audience = 'space' AND i.space_id = OLD.space_id));
    UPDATE brainstorms b SET audience = NEW.audience, space_id = NEW.space_id, version = b.version + 1
    WHERE b.campaign_id = NEW.id AND b.audience <> NEW.audience
        AND (b.audience = ANY (wider) OR (of_its_space AND b.audience = 'space' AND b.space_id = OLD.space_id));
    RETURN NULL;
END $$;
CREATE TRIGGER campaigns_audience AFTER UPDATE OF audience, space_id ON campaigns FOR EACH ROW
    WHEN (OLD.audience <> NEW.audience OR OLD.space_id IS DISTINCT FROM NEW.space_id) EXECUTE FUNCTION pass_narrower_audience_on();
