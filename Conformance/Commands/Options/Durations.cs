using System.CommandLine;
using System.Globalization;

namespace Conformance.Commands.Options;

/// <summary>Times as people write them: <c>200ms</c>, <c>10s</c>, <c>2m</c>, or a plain number of seconds.</summary>
internal static class Durations
{
    /// <summary>Returns an option that takes a time.</summary>
    public static Option<TimeSpan?> CreateOption(string name, string description)
    {
        var option = new Option<TimeSpan?>(name) { Description = description, HelpName = "TIME" };
        option.CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (TryParse(text, out var time))
            {
                return time;
            }

            result.AddError($"{name}: expected a time such as 200ms, 10s or 2m, received '{text}'.");
            return null;
        };
        return option;
    }

    public static bool TryParse(string text, out TimeSpan time)
    {
        var digits = text.TrimEnd('m', 's');
        double? unit = text[digits.Length..] switch
        {
            "ms" => 0.001,
            "s" or "" => 1,
            "m" => 60,
            _ => null,
        };
        time = TimeSpan.Zero;
        if (unit is null || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * unit > 86_400)
        {
            return false;
        }

        time = TimeSpan.FromSeconds(number * unit.Value);
        return true;
    }
}
