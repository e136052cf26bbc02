using System.Globalization;
using Relay.Options;

namespace Relay.Configuring;

/// <summary>Contains the kinds of settings for stored responses.</summary>
internal static class StoreKinds
{
    private static readonly (char Unit, TimeSpan Span)[] Units =
    [
        ('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Memory or a database. Its address may contain a password, so it is never shown and no message quotes it.</summary>
    public static SettingKind<PostgresAddress?> Address { get; } = new(
        "memory, postgres://…", ReadAddress, static (json, address) => json.WriteStringValue(address is null ? "memory" : "postgres"));

    /// <summary>A period of time: a number with a unit.</summary>
    public static SettingKind<TimeSpan> Span { get; } = new(
        "s, m, h or d", ReadSpan, static (json, span) => json.WriteStringValue(Format(span)));

    public static SettingKind<long> Bytes { get; } = new("bytes", ReadBytes, static (json, bytes) => json.WriteNumberValue(bytes));

    private static PostgresAddress? ReadAddress(SettingInput input)
    {
        if (input.Node is ConfigText { Value: "memory" })
        {
            return null;
        }

        var problem = PostgresAddress.Shape;
        return input.Node is ConfigText text
            && PostgresAddress.Read(text.Value, out problem) is { } address
                ? address
                : throw input.Problem($"{input.Word} {problem}");
    }

    private static TimeSpan ReadSpan(SettingInput input)
    {
        const string expected = "a number with s, m, h or d, such as 12h or 30d";
        var text = input.Text(expected);
        var unit = Array.Find(Units, unit => unit.Unit == text[^1]);
        return unit.Unit != default
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= 100_000
            ? unit.Span * number
            : throw input.Wrong(expected);
    }

    private static long ReadBytes(SettingInput input)
    {
        const string expected = "a number of bytes above 0";
        return long.TryParse(input.Text(expected), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            && bytes > 0
                ? bytes
                : throw input.Wrong(expected);
    }

    private static string Format(TimeSpan span)
    {
        var unit = Array.Find(Units, unit => span.Ticks % unit.Span.Ticks == 0);
        return unit.Unit == default ? $"{span.TotalSeconds}s" : $"{span.Ticks / unit.Span.Ticks}{unit.Unit}";
    }
}
