function init(args)
  wrk.headers["Cookie"] = io.open(args[1] .. "/" .. args[2]):read("*l")
end
function done(summary)
  io.write(string.format("errors %d\n", summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout + summary.errors.status))
end
