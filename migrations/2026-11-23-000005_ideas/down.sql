DROP TABLE idea_moves, official_answers, idea_merges, idea_followers, idea_tags, idea_fields, idea_versions, ideas;
DROP TYPE idea_source;
DROP TYPE idea_state;
