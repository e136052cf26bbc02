using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Reading;

namespace Conformance.Expecting.Patterns;

/// <summary>
/// Compares JSON with a scenario's pattern: objects partial, arrays complete, values literal, <c>$names</c> bound on first use.
/// </summary>
/// <param name="bindings">The names bound before.</param>
/// <param name="model">What <c>$model</c> stands for.</param>
internal sealed class PatternMatcher(Bindings bindings, string model)
{
    // A pattern is written by a scenario's author; the bound keeps a careless one from hanging the run.
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, JsonElement> _bound = new(bindings.Values, StringComparer.Ordinal);

    /// <summary>What <c>$model</c> stands for.</summary>
    public string Model => model;

    /// <summary>The names bound so far, those of this comparison included.</summary>
    public Bindings Bindings => new() { Values = new Dictionary<string, JsonElement>(_bound, StringComparer.Ordinal) };

    /// <summary>The first place where they part, or <see langword="null"/> when the value fits.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="value">The value; <see langword="null"/> when there is none.</param>
    /// <param name="path">Where the value stands.</param>
    public Mismatch? Compare(JsonElement pattern, JsonElement? value, string path = "") => pattern.ValueKind switch
    {
        JsonValueKind.String => CompareText(JsonFormat.ReadString(pattern), value, path),
        JsonValueKind.Object when Single(pattern) is { } special => CompareSpecial(special, value, path),
        JsonValueKind.Object => CompareObject(pattern, value, path),
        JsonValueKind.Array => CompareArray(pattern, value, path),
        JsonValueKind.Number =>
            value is { ValueKind: JsonValueKind.Number } number && SameNumber(pattern, number) ? null : Differ(pattern, value, path),
        _ => value is { } other && other.ValueKind == pattern.ValueKind ? null : Differ(pattern, value, path),
    };

    private Mismatch? CompareText(string wanted, JsonElement? value, string path) => wanted switch
    {
        "$any" => value is null ? new Mismatch(path, "any value", "nothing") : null,
        "$absent" => value is { } present ? new Mismatch(path, "nothing", JsonFormat.FormatShort(present)) : null,
        "$int" => value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out _) ? null : Want("an integer", value, path),
        "$string" => value is { ValueKind: JsonValueKind.String } ? null : Want("a string", value, path),
        "$model" => IsText(value, model) ? null : Want($"the requested model, \"{model}\"", value, path),
        // The mock records a client's key by this word.
        "$key" => IsText(value, wanted) ? null : Want("the client's API key", value, path),
        ['$', >= 'a' and <= 'z', ..] => CompareName(wanted, value, path),
        _ => IsText(value, wanted) ? null : Want(JsonFormat.FormatShort(Quote(wanted)), value, path),
    };

    private Mismatch? CompareName(string name, JsonElement? value, string path)
    {
        if (value is not { } there)
        {
            return new Mismatch(path, _bound.TryGetValue(name, out var before)
                ? $"{name} = {JsonFormat.FormatShort(before)}"
                : $"a value for {name}", "nothing");
        }

        if (_bound.TryGetValue(name, out var bound))
        {
            return Same(bound, there) ? null : Want($"{name} = {JsonFormat.FormatShort(bound)}", value, path);
        }

        var twin = _bound.FirstOrDefault(pair => Same(pair.Value, there));
        if (twin.Key is not null)
        {
            return Want($"{name} to differ from {twin.Key}", value, path);
        }

        _bound[name] = there.Clone();
        return null;
    }

    private Mismatch? CompareSpecial(JsonProperty special, JsonElement? value, string path)
    {
        if (value is not { ValueKind: JsonValueKind.String } text)
        {
            return Want(special.NameEquals("$match")
                ? $"text that matches {JsonFormat.ReadString(special.Value)}"
                : "text that is JSON", value, path);
        }

        var received = JsonFormat.ReadString(text);
        if (special.NameEquals("$match"))
        {
            var wanted = JsonFormat.ReadString(special.Value);
            return Matches(received, wanted) ? null : Want($"text that matches {wanted}", value, path);
        }

        try
        {
            return Compare(
                special.Value, JsonElement.Parse(received, new JsonDocumentOptions { MaxDepth = Reading.StrictJson.MaxDepth }), path);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return Want("text that is JSON", value, path);
        }
    }

    /// <summary>Whether a text matches; one that is too long for the pattern does not.</summary>
    private static bool Matches(string received, string wanted)
    {
        try
        {
            return Regex.IsMatch(received, wanted, RegexOptions.CultureInvariant | RegexOptions.Singleline, PatternTime);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private Mismatch? CompareObject(JsonElement pattern, JsonElement? value, string path)
    {
        if (value is not { ValueKind: JsonValueKind.Object } there)
        {
            return Want("an object", value, path);
        }

        foreach (var member in pattern.EnumerateObject())
        {
            JsonElement? found = there.TryGetProperty(member.Name, out var inner) ? inner : null;
            if (Compare(member.Value, found, Below(path, member.Name)) is { } mismatch)
            {
                return mismatch;
            }
        }

        return null;
    }

    private Mismatch? CompareArray(JsonElement pattern, JsonElement? value, string path)
    {
        if (value is not { ValueKind: JsonValueKind.Array } there)
        {
            return Want("an array", value, path);
        }

        var (wanted, received) = (pattern.GetArrayLength(), there.GetArrayLength());
        var index = 0;
        foreach (var element in pattern.EnumerateArray().Take(received))
        {
            if (Compare(element, there[index], Element(path, index)) is { } mismatch)
            {
                return mismatch;
            }

            index++;
        }

        // The first element that one side alone has says more than both numbers.
        return wanted == received ? null
            : wanted > received ? new Mismatch(
                Element(path, index), JsonFormat.FormatShort(pattern[index]), $"nothing: {Elements(received)} instead of {wanted}")
            : new Mismatch(Element(path, index), $"nothing: {Elements(wanted)}", JsonFormat.FormatShort(there[index]));
    }

    private static string Element(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static string Elements(int count) =>
        count == 1 ? "1 element" : string.Create(CultureInfo.InvariantCulture, $"{count} elements");

    private static JsonProperty? Single(JsonElement pattern)
    {
        var members = pattern.EnumerateObject();
        return members.MoveNext() && members.Current is var first && (first.NameEquals("$match") || first.NameEquals("$json"))
            ? first
            : null;
    }

    private static bool Same(JsonElement left, JsonElement right) => left.Same(right);

    private static bool SameNumber(JsonElement left, JsonElement right) =>
        left.TryGetDecimal(out var one) && right.TryGetDecimal(out var other) ? one == other : left.GetDouble().Equals(right.GetDouble());

    private static bool IsText(JsonElement? value, string wanted) =>
        value is { ValueKind: JsonValueKind.String } text && string.Equals(JsonFormat.ReadString(text), wanted, StringComparison.Ordinal);

    private static Mismatch Differ(JsonElement pattern, JsonElement? value, string path) =>
        Want(JsonFormat.FormatShort(pattern), value, path);

    private static Mismatch Want(string expected, JsonElement? value, string path) =>
        new(path, expected, value is { } there ? JsonFormat.FormatShort(there) : "nothing");

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Quote(string text) => JsonSerializer.Serialize(text, JsonFormat.Relaxed);
}
