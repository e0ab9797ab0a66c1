DROP TABLE audience_members, blobs, drafts, api_tokens, sign_in_codes, sessions, person_tags, expertise_tags, space_members, people, spaces;
DROP TYPE density;
DROP TYPE theme;
DROP TYPE tag_source;
DROP TYPE role;
DROP TYPE space_kind;
