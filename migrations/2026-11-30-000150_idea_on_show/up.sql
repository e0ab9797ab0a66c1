-- Whether an idea is on show for somebody, its audience aside: its state allows it, they wrote it, or they keep order
-- where it is. Beside may_see, because lists, notices and chains all ask it.
CREATE FUNCTION idea_on_show(state idea_state, author uuid, campaign uuid, me uuid, moderates boolean, moderated uuid[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT state IN ('submitted', 'open', 'in_review', 'shortlisted', 'in_prototype', 'shipped', 'clarification', 'parked', 'declined', 'merged')
        OR author = me OR (state IN ('pending', 'off_topic', 'binned') AND (moderates OR campaign = ANY (moderated))) $$;
