-- Visits: the event's page, the form, the form sent, the page before it is binding sent, one's own page; then the next visitor. A thread has one connection:
--   wrk -t N -c N -s tests/bench/visits.lua URL -- EVENT COOKIE TOKEN LABEL
-- COOKIE and TOKEN are those of a form that was shown. The forms here come to visitors without a cookie, and compressed, so that
-- the token in them cannot be read; the id of the form sent is made up instead, one of its own each time.
-- The last line of output is a JSON object; `good` counts whole visits by their steps.
local person = dofile("tests/bench/people.lua")
local crew = dofile("tests/bench/crew.lua")

local browser = {
  ["Accept"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  ["Accept-Encoding"] = "gzip, deflate, br",
  ["Accept-Language"] = "en",
  ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
}

function init(args)
  event, token, label = "/e/" .. args[1], args[3], args[4]
  sending = { ["Content-Type"] = "application/x-www-form-urlencoded", ["Cookie"] = args[2] }
  for name, value in pairs(browser) do sending[name] = value end
  n, step, steps, wrong, own = 1, 1, 0, 0, nil
end

local function encoded(text)
  return (text:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end))
end

local function form()
  local who = person(n * 31 + id)
  return string.format("csrf=%s&form_id=%s-%d-%d&website=&category=c%d&name=%s&badge_name=%s&email=%s&affiliation=%s&country=%s&consents.photos=yes",
    token, label, id, n, n % 8 + 1, encoded(who.name), encoded(who.badge_name), encoded(string.format("%s-%d-%d@bench.example", label, id, n)),
    encoded(who.affiliation), who.country)
end

function request()
  if step == 1 then return wrk.format("GET", event, browser) end
  if step == 2 then return wrk.format("GET", event .. "/register", browser) end
  if step == 3 then return wrk.format("POST", event .. "/register", sending, form()) end
  if step == 4 then return wrk.format("POST", event .. "/register", sending, form() .. "&amount=99999999&confirm=yes") end
  return wrk.format("GET", own, browser)
end

function response(status, headers)
  if status ~= (step == 4 and 303 or 200) then
    wrong, step = wrong + 1, 1
    return
  end
  own, steps, step = headers["Location"], steps + 1, step % 5 + 1
  if step == 1 then n = n + 1 end
end

function done(summary, latency)
  crew.report(summary, latency, "steps", "wrong", 5)
end
