using System.Globalization;

namespace Relay;

/// <summary>The clocks, retries and sizes by the names people write after <c>--set</c>.</summary>
internal static class RelayLimits
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "connect_ms", "first_byte_ms", "transport_idle_ms", "progress_idle_ms", "finish_grace_ms", "keepalive_ms", "early_headers_ms",
        "retry_max", "retry_base_ms", "retry_cap_ms",
        "shutdown_grace_ms",
        "max_streams", "max_event_bytes", "max_body_bytes",
    ];

    public static bool Knows(string name) => Names.Contains(name, StringComparer.Ordinal);

    public static RelayOptions Apply(RelayOptions options, string name, string value, out string problem)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            problem = $"{name} takes a whole number, not '{value}'.";
            return options;
        }

        problem = name.EndsWith("_bytes", StringComparison.Ordinal) && number == 0 ? $"{name} must be above 0." : "";
        var span = TimeSpan.FromMilliseconds(number);
        var clocks = options.Clocks;
        var retries = options.Retries;
        return name switch
        {
            "connect_ms" => options with { Clocks = clocks with { Connect = span } },
            "first_byte_ms" => options with { Clocks = clocks with { FirstByte = span } },
            "transport_idle_ms" => options with { Clocks = clocks with { TransportIdle = span } },
            "progress_idle_ms" => options with { Clocks = clocks with { ProgressIdle = span } },
            "finish_grace_ms" => options with { Clocks = clocks with { FinishGrace = span } },
            "keepalive_ms" => options with { Clocks = clocks with { KeepAlive = span } },
            "early_headers_ms" => options with { Clocks = clocks with { EarlyHeaders = span } },
            "retry_max" => options with { Retries = retries with { Max = number } },
            "retry_base_ms" => options with { Retries = retries with { Base = span } },
            "retry_cap_ms" => options with { Retries = retries with { Cap = span } },
            "shutdown_grace_ms" => options with { ShutdownGrace = span },
            "max_streams" => options with { MaxStreams = number },
            "max_event_bytes" => options with { MaxEventBytes = number },
            "max_body_bytes" => options with { MaxBodyBytes = number },
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not one of the names."),
        };
    }

    /// <summary>A setting's value in the unit of its name.</summary>
    public static long Value(RelayOptions options, string name) => name switch
    {
        "connect_ms" => Milliseconds(options.Clocks.Connect),
        "first_byte_ms" => Milliseconds(options.Clocks.FirstByte),
        "transport_idle_ms" => Milliseconds(options.Clocks.TransportIdle),
        "progress_idle_ms" => Milliseconds(options.Clocks.ProgressIdle),
        "finish_grace_ms" => Milliseconds(options.Clocks.FinishGrace),
        "keepalive_ms" => Milliseconds(options.Clocks.KeepAlive),
        "early_headers_ms" => Milliseconds(options.Clocks.EarlyHeaders),
        "retry_max" => options.Retries.Max,
        "retry_base_ms" => Milliseconds(options.Retries.Base),
        "retry_cap_ms" => Milliseconds(options.Retries.Cap),
        "shutdown_grace_ms" => Milliseconds(options.ShutdownGrace),
        "max_streams" => options.MaxStreams,
        "max_event_bytes" => options.MaxEventBytes,
        "max_body_bytes" => options.MaxBodyBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not one of the names."),
    };

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
