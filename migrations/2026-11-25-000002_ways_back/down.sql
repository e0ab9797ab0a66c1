DROP TABLE campaign_ways_back;
