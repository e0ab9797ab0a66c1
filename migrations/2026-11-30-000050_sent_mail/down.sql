-- What was forgotten is not brought back.
SELECT 1;
