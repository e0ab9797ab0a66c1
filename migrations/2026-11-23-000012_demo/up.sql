-- What the demo organisation was seeded with (owner: platform): the ids of its people, spaces, tags, campaigns,
-- rooms, ideas, comments, sprints and prototypes. Removing the demo removes these and nothing else.
CREATE TABLE demo_rows (
    id uuid PRIMARY KEY
);
