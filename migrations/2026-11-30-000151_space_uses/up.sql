-- What a space is used for is counted before it is deleted; deleting asks it again for its foreign keys.
CREATE INDEX campaigns_in_space ON campaigns (space) WHERE space IS NOT NULL;
CREATE INDEX ideas_in_space ON ideas (space) WHERE space IS NOT NULL;
CREATE INDEX brainstorms_in_space ON brainstorms (space) WHERE space IS NOT NULL;
CREATE INDEX prototypes_in_space ON prototypes (space) WHERE space IS NOT NULL;
