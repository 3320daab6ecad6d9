-- Every request hands in a whole sheet of a scan that nobody filled in yet.
local threads = 0
function setup(thread) thread:set("part", threads) threads = threads + 1 end
local keys, n, at = {}, 0, 0
function init(args)
  local all = {}
  for line in io.lines(args[1] .. "/keys") do all[#all + 1] = line end
  local from, count = tonumber(args[2]), tonumber(args[3])
  for i = from + part, from + count - 1, 2 do keys[#keys + 1] = all[i + 1] end
  body = io.open(args[1] .. "/sheet"):read("*a")
  headers = { ["Content-Type"] = "application/x-www-form-urlencoded",
              ["Cookie"] = io.open(args[1] .. "/cookie"):read("*l") }
end
function request()
  at = at + 1
  if at > #keys then at = #keys; exhausted = true end
  return wrk.format("POST", "/quickscan/" .. keys[at] .. "/alles", headers, body)
end
bad = 0
function response(status) if status ~= 303 then bad = bad + 1 end end
function done(summary, latency, requests)
  io.write(string.format("errors %d\n", summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout + summary.errors.status))
end
