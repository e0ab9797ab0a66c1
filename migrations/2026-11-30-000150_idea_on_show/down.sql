DROP FUNCTION idea_on_show;
