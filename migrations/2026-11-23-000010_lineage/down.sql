DROP TABLE lineage_edges;
DROP TYPE relation;
