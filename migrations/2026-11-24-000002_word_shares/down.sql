DROP FUNCTION idea_word_shares;
