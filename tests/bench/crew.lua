-- wrk's threads, each with an `id` of its own, and what they counted: for scripts whose answers are looked at.
local crew = { threads = {} }

function setup(thread)
  thread:set("id", #crew.threads)
  table.insert(crew.threads, thread)
end

-- Prints the last line of output, a JSON object. good and bad: the names of the threads' counters; each `of` steps are one.
function crew.report(summary, latency, good, bad, of)
  local right, wrong = 0, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  for _, thread in ipairs(crew.threads) do
    right, wrong = right + thread:get(good) / (of or 1), wrong + thread:get(bad)
  end
  io.write(string.format('{"good":%d,"bad":%d,"rate":%.1f,"p99_ms":%.1f}\n', right, wrong, right * 1e6 / summary.duration,
    latency:percentile(99) / 1000))
end

return crew
