DROP TABLE role_grants, terms_acceptances, campaign_fields, campaign_reviewers, campaign_phases, campaign_slugs, campaigns;
DROP TYPE field_kind;
DROP TYPE hatch;
DROP TYPE counts_shown;
DROP TYPE phase_kind;
DROP TYPE campaign_state;
