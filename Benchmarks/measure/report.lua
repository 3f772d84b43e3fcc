-- Called by wrk before the run, with what stands behind -- on its command line: body=N sends N bytes by POST, depth=N
-- sends N requests at a time.
function init(arguments)
    for _, argument in ipairs(arguments) do
        local name, number = argument:match("^(%a+)=(%d+)$")
        if name == "body" then
            wrk.method = "POST"
            wrk.body = string.rep("x", tonumber(number))
        elseif name == "depth" then
            local requests = string.rep(wrk.format(), tonumber(number))
            wrk.format = function() return requests end
        else
            error("report.lua does not know " .. argument)
        end
    end
end

-- Called by wrk once, after the run: the same figures as in its table, for a program to read.
function done(summary, latency, requests)
    io.write(string.format(
        '{"requests": %d, "microseconds": %d, "bytes": %d, '
            .. '"latency": {"mean": %.1f, "p50": %d, "p90": %d, "p99": %d, "max": %d}, '
            .. '"errors": {"connect": %d, "read": %d, "write": %d, "status": %d, "timeout": %d}}\n',
        summary.requests, summary.duration, summary.bytes,
        latency.mean, latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max,
        summary.errors.connect, summary.errors.read, summary.errors.write, summary.errors.status, summary.errors.timeout
    ))
end
