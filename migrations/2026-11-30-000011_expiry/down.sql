DROP INDEX jobs_done;
DROP INDEX rate_counters_age;
DROP INDEX sign_in_codes_expiry;
DROP INDEX sign_in_codes_by_browser;
