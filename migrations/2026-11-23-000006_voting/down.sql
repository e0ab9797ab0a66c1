DROP TABLE stances, vote_budgets, vote_ledger, votes;
DROP TYPE stance;
DROP TYPE ledger_entry;
