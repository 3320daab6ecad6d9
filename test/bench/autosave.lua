-- Every request saves one answer with the next edit number; each connection thread has its own scans.
local threads = 0
function setup(thread) thread:set("part", threads) threads = threads + 1 end
local keys, statements, at, edit = {}, {}, 0, 0
function init(args)
  local all = {}
  for line in io.lines(args[1] .. "/keys") do all[#all + 1] = line end
  local from, count = tonumber(args[2]), tonumber(args[3])
  for i = from + part, from + count - 1, 2 do keys[#keys + 1] = all[i + 1] end
  for line in io.lines(args[1] .. "/statements") do statements[#statements + 1] = line end
  edit = tonumber(args[4])
  csrf = io.open(args[1] .. "/csrf"):read("*l")
  headers = { ["Content-Type"] = "application/x-www-form-urlencoded", ["X-Kapstok-Partial"] = "1",
              ["Cookie"] = io.open(args[1] .. "/cookie"):read("*l") }
end
local answers = { "yes", "no", "dont_know", "not_applicable" }
function request()
  at = at + 1
  local k = at % #keys + 1
  local s = math.floor(at / #keys) % #statements + 1
  local round = math.floor(at / (#keys * #statements))
  return wrk.format("POST", "/quickscan/" .. keys[k] .. "/antwoord/" .. statements[s], headers,
    "csrf=" .. csrf .. "&edit=" .. (edit + round) .. "&answer=" .. answers[round % 4 + 1] .. "&note=")
end
function done(summary)
  io.write(string.format("errors %d\n", summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout + summary.errors.status))
end
