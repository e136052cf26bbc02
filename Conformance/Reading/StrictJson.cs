using System.Text.Json;

namespace Conformance.Reading;

/// <summary>
/// JSON as the strictest of clients reads it: no comments, no trailing commas, no member twice, no half surrogate pairs, no number beyond a
/// double (serde refuses those, and reading them would throw later).
/// </summary>
public static class StrictJson
{
    // Deeper than any response; a limit there must be, because readers recurse.
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    private static readonly JsonDocumentOptions Lenient = new() { AllowDuplicateProperties = true, MaxDepth = MaxDepth };

    /// <summary>How deep a value may be nested.</summary>
    public const int MaxDepth = 256;

    /// <summary>The problem with an escape such as <c>\ud83d</c> without its other half.</summary>
    public const string HalfPair = "A string holds half a surrogate pair.";

    /// <summary>The problem with a number that no double holds.</summary>
    public const string HugeNumber = "A number is too large.";

    /// <summary>The problem with an object that has two members of one name.</summary>
    public const string TwoMembers = "An object has two members of one name.";

    /// <summary>The problem with a value that is nested deeper than <see cref="MaxDepth"/>.</summary>
    public const string TooDeep = "The value is nested more than 256 deep.";

    /// <summary>The value, or why there is none. The sentinel <c>[DONE]</c> is neither.</summary>
    public static (JsonElement? Json, string? Problem) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "[DONE]")
        {
            return (null, null);
        }

        try
        {
            var json = JsonElement.Parse(text, Options);
            if (text.Contains("\\u", StringComparison.OrdinalIgnoreCase))
            {
                TouchStrings(json);
            }

            return MayHoldHugeNumber(text) && HoldsHugeNumber(json) ? (null, HugeNumber) : (json, null);
        }
        catch (JsonException problem)
        {
            return (null, BeyondGrammar(text) ?? problem.Message);
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            return (null, HalfPair);
        }
    }

    /// <summary>Whether a problem lies beyond the grammar of RFC 8259: some clients read such JSON, and others do not.</summary>
    public static bool IsBeyondGrammar(string? problem) => problem is HalfPair or HugeNumber or TwoMembers or TooDeep;

    /// <summary>Why JSON that keeps to the grammar was refused all the same; <see langword="null"/> when it does not keep to it.</summary>
    private static string? BeyondGrammar(string text)
    {
        try
        {
            _ = JsonElement.Parse(text, Lenient);
            return TwoMembers;
        }
        catch (JsonException)
        {
            return IsDeep(text) ? TooDeep : null;
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            return HalfPair;
        }
    }

    /// <summary>Whether the text keeps to the grammar at whatever depth; its values are not read, because readers recurse.</summary>
    private static bool IsDeep(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = int.MaxValue });
            var deepest = 0;
            while (reader.Read())
            {
                deepest = Math.Max(deepest, reader.CurrentDepth);
            }

            return deepest >= MaxDepth;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether digits are followed by an exponent or are more than a double has, anywhere in the text.</summary>
    private static bool MayHoldHugeNumber(string text)
    {
        var digits = 0;
        foreach (var unit in text)
        {
            if (char.IsAsciiDigit(unit))
            {
                digits++;
            }
            else if (digits > 300 || (digits > 0 && unit is 'e' or 'E'))
            {
                return true;
            }
            else
            {
                digits = 0;
            }
        }

        return digits > 300;
    }

    private static bool HoldsHugeNumber(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => !json.TryGetInt64(out _) && (!json.TryGetDouble(out var number) || !double.IsFinite(number)
            || HasHugeExponent(json.GetRawText())),
        JsonValueKind.Array => json.EnumerateArray().Any(HoldsHugeNumber),
        JsonValueKind.Object => json.EnumerateObject().Any(static member => HoldsHugeNumber(member.Value)),
        _ => false,
    };

    // The platform compares numbers by their exponents, and throws for one that is no integer of 32 bits.
    private static bool HasHugeExponent(string number) =>
        number.IndexOfAny(['e', 'E']) is >= 0 and var at && !int.TryParse(number.AsSpan(at
            + 1), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _);

    /// <summary>Reads every string and name, so that one that is no text throws here and not where it is used.</summary>
    internal static void TouchStrings(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var element in json.EnumerateArray())
                {
                    TouchStrings(element);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    TouchStrings(member.Value);
                }

                break;
        }
    }
}
