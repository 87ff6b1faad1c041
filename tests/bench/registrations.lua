-- Registrations over the JSON API, each of another person with a key of its own:
--   wrk -s tests/bench/registrations.lua URL -- EVENT LABEL CATEGORIES
-- Only answers with 201 count. The last line of output is a JSON object.
local person = dofile("tests/bench/people.lua")
local threads = {}

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

function init(args)
  path, label, categories = "/api/v1/events/" .. args[1] .. "/registrations", args[2], tonumber(args[3])
  n, created, refused = 0, 0, 0
end

function request()
  n = n + 1
  local who = person(n * 31 + id)
  local body = string.format(
    '{"category":"c%d","name":"%s","badge_name":"%s","email":"%s-%d-%d@bench.example","affiliation":"%s","country":"%s",' ..
    '"consents":{"photos":true}}',
    n % categories + 1, who.name, who.badge_name, label, id, n, who.affiliation, who.country)
  return wrk.format("POST", path,
    { ["Content-Type"] = "application/json", ["Idempotency-Key"] = label .. "-" .. id .. "-" .. n }, body)
end

function response(status)
  if status == 201 then created = created + 1 else refused = refused + 1 end
end

function done(summary, latency)
  local good, bad = 0, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  for _, thread in ipairs(threads) do
    good, bad = good + thread:get("created"), bad + thread:get("refused")
  end
  io.write(string.format('{"good":%d,"bad":%d,"rate":%.1f,"p99_ms":%.1f}\n', good, bad, good * 1e6 / summary.duration,
    latency:percentile(99) / 1000))
end
