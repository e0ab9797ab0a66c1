DROP TABLE dots, dot_budgets, notes, clusters, participants, round_snapshots, rounds, brainstorms;
DROP TYPE note_colour;
DROP TYPE participant_role;
DROP TYPE round_step;
DROP TYPE brainstorm_state;
