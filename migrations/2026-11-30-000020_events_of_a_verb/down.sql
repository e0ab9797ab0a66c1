DROP INDEX events_of_a_verb;
