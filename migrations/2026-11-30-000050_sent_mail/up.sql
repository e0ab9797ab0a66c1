-- Mail that has left keeps its address and name alone: its subject may hold a one-time code.
UPDATE jobs SET payload = payload - 'subject' WHERE kind = 'mail' AND done_at IS NOT NULL AND NOT payload ? 'text';
