DROP TRIGGER campaigns_audience ON campaigns;
DROP FUNCTION pass_narrower_audience_on();
