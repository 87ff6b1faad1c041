-- Registrations over the JSON API, each of another person with a key of its own:
--   wrk -s tests/bench/registrations.lua URL -- EVENT LABEL CATEGORIES
-- Only answers with 201 count. The last line of output is a JSON object.
local person = dofile("tests/bench/people.lua")
local crew = dofile("tests/bench/crew.lua")

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
  crew.report(summary, latency, "created", "refused")
end
