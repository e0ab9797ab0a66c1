-- A campaign that fewer people may see takes its ideas and rooms along: each that everybody in its new audience sees already, and
-- others besides, is for that audience from then on. Nobody comes to see one who did not before: where the new audience is wider, or
-- is of other people, an idea stays what its author sent it as. What is for the organisation's own people narrows to a unit of
-- theirs, and to a list that names nobody else. Like the counts, this holds whoever writes the campaign (owners of the rows: ideas, brainstorms).
CREATE FUNCTION pass_narrower_audience_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own_people boolean := (NEW.audience = 'space' AND EXISTS (SELECT FROM spaces s WHERE s.id = NEW.space_id AND s.kind = 'internal'))
        OR (NEW.audience = 'people' AND NOT EXISTS (SELECT FROM audience_members a WHERE a.item_id = NEW.id
            AND NOT EXISTS (SELECT FROM role_grants g WHERE g.person_id = a.person_id AND g.campaign_id IS NULL AND g.role NOT IN ('customer', 'partner'))));
BEGIN
    UPDATE ideas i SET audience = NEW.audience, space_id = NEW.space_id
    WHERE i.campaign_id = NEW.id AND i.audience <> NEW.audience
        AND (i.audience = 'public' OR (i.audience = 'signed_in' AND NEW.audience <> 'public') OR (i.audience = 'internal' AND own_people));
    UPDATE brainstorms b SET audience = NEW.audience, space_id = NEW.space_id
    WHERE b.campaign_id = NEW.id AND b.audience <> NEW.audience
        AND (b.audience = 'public' OR (b.audience = 'signed_in' AND NEW.audience <> 'public') OR (b.audience = 'internal' AND own_people));
    RETURN NULL;
END $$;
CREATE TRIGGER campaigns_audience AFTER UPDATE OF audience, space_id ON campaigns FOR EACH ROW
    WHEN (OLD.audience <> NEW.audience OR OLD.space_id IS DISTINCT FROM NEW.space_id) EXECUTE FUNCTION pass_narrower_audience_on();
