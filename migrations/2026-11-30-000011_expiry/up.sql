-- What nobody needs any more is removed every hour; these find it. The first also finds the code a browser asked for.
CREATE INDEX sign_in_codes_by_browser ON sign_in_codes (browser_hash, created_at DESC);
CREATE INDEX sign_in_codes_expiry ON sign_in_codes (expires_at);
CREATE INDEX rate_counters_age ON rate_counters (window_start);
CREATE INDEX jobs_done ON jobs (done_at) WHERE done_at IS NOT NULL;
