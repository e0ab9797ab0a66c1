DROP TABLE demo_rows;
