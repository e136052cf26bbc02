using System.CommandLine;
using System.Globalization;

namespace Conformance.Commands.Options;

/// <summary>Options that take a whole number within bounds.</summary>
internal static class Numbers
{
    public static Option<int?> CreateOption(string name, string description, string helpName, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = helpName };
        option.CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name}: expected a number from {least} to {most}, received '{text}'.");
            return null;
        };
        return option;
    }
}
