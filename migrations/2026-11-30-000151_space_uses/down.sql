DROP INDEX prototypes_in_space;
DROP INDEX brainstorms_in_space;
DROP INDEX ideas_in_space;
DROP INDEX campaigns_in_space;
