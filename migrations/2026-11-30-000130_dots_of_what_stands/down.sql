-- What was counted wrong is not counted wrong again.
SELECT 1;
