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
