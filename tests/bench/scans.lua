-- Scans of distinct badges, one a request:
--   wrk -s tests/bench/scans.lua URL -- TOKENS FIRST LAST THREADS KEYS
-- TOKENS has a token a line; lines FIRST to LAST are dealt out to the threads, each once. KEYS has a device's key a line; they
-- take turns. Only verdicts "admitted" count.
-- The last line of output is a JSON object.
local crew = dofile("tests/bench/crew.lua")

function init(args)
  local first, last, count = tonumber(args[2]), tonumber(args[3]), tonumber(args[4])
  tokens, n, admitted, other = {}, 0, 0, 0
  local line = 0
  for token in io.lines(args[1]) do
    line = line + 1
    if line >= first and line <= last and line % count == id then table.insert(tokens, token) end
  end
  headers = {}
  for key in io.lines(args[5]) do
    table.insert(headers, { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. key })
  end
  prefix = string.format("%08x-%04x-4000-8000-", first, id)
end

function request()
  n = n + 1
  -- Past the end the verdict is "used" and the run is refused for it: more badges are needed.
  local token = tokens[(n - 1) % #tokens + 1]
  return wrk.format("POST", "/api/v1/scans", headers[n % #headers + 1], string.format(
    '{"scans":[{"id":"%s%012x","token":"%s","at":"2027-06-08T08:30:00Z"}]}', prefix, n, token))
end

function response(status, _, body)
  if status == 200 and body:find('"verdict":"admitted"', 1, true) then admitted = admitted + 1 else other = other + 1 end
end

function done(summary, latency)
  crew.report(summary, latency, "admitted", "other")
end
