-- Which versions of packs are in use is asked at every start: without these the whole history would be read for it.
CREATE INDEX scan_round_pack ON scan_round (pack, version);
CREATE INDEX trajectory_trajectory_pack ON trajectory_trajectory (template, version);
