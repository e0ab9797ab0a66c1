DROP TABLE stage_moves, learning_cards, gate_criteria, gates, readings, test_sessions, builds, hypotheses, prototypes, sprints;
DROP TYPE gate_decision;
DROP TYPE gate_state;
DROP TYPE test_outcome;
DROP TYPE hypothesis_state;
DROP TYPE prototype_stage;
