-- Pages, as a browser asks for them:
--   wrk -s tests/bench/pages.lua URL -- ADDRESSES
-- ADDRESSES has an address a line; they take turns. No answer is looked at, which would cost wrk more than nginx takes to send it:
-- none may be an error, and `bytes` is the length of one with its headers. The last line of output is a JSON object.
local headers = {
  ["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  ["Accept-Encoding"] = "gzip, deflate, br",
  ["Accept-Language"] = "en",
  ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
}

function init(args)
  requests, n = {}, 0
  for address in io.lines(args[1]) do table.insert(requests, wrk.format("GET", address, headers)) end
end

function request()
  n = n % #requests + 1
  return requests[n]
end

function done(summary, latency)
  local errors = summary.errors
  local bad = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  io.write(string.format('{"good":%d,"bad":%d,"rate":%.1f,"bytes":%d,"p99_ms":%.1f}\n', summary.requests - errors.status, bad,
    summary.requests * 1e6 / summary.duration, summary.bytes / math.max(summary.requests, 1), latency:percentile(99) / 1000))
end
