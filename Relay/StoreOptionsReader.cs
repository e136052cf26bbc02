using System.Globalization;
using Relay.Storing;

namespace Relay;

/// <summary>Reads where responses are kept, and for how long. An address may hold a password: no problem repeats it.</summary>
internal static class StoreOptionsReader
{
    public const string Variable = "RELAY_STORE";

    private const string Memory = "memory";

    public static StoreOptions ReadStore(StoreOptions store, string name, string value, out string problem)
    {
        if (value == Memory)
        {
            problem = "";
            return store with { Postgres = null };
        }

        var address = PostgresAddress.Read(value, out var wrong);
        problem = address is null ? $"{name} {wrong}" : "";
        return address is null ? store : store with { Postgres = address };
    }

    public static StoreOptions ReadTimeToLive(StoreOptions store, string value, out string problem)
    {
        var span = SpanOf(value);
        problem = span is null ? $"--store-ttl takes a number with s, m, h or d, such as 12h or 30d, not '{value}'." : "";
        return store with { TimeToLive = span ?? store.TimeToLive };
    }

    public static StoreOptions ReadMaxBytes(StoreOptions store, string value, out string problem)
    {
        var isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0;
        problem = isNumber ? "" : $"--store-bytes takes a number of bytes above 0, not '{value}'.";
        return isNumber ? store with { MaxBytes = bytes } : store;
    }

    private static TimeSpan? SpanOf(string value)
    {
        if (value.Length < 2 || !int.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > 100_000)
        {
            return null;
        }

        return value[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }
}
