DROP FUNCTION voted_for(uuid, uuid);
DROP FUNCTION with_duplicates(uuid);
DROP TABLE stances, vote_budgets, vote_ledger, votes;
DROP TYPE stance;
DROP TYPE ledger_entry;
