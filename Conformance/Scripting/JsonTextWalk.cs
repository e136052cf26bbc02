using System.Globalization;
using System.Text.Json;

namespace Conformance.Scripting;

/// <summary>
/// Collects the strings of successive JSON values by their paths, so that a text that was cut over many chunks can be read as one.
/// </summary>
internal sealed class JsonTextWalk
{
    private static readonly System.Buffers.SearchValues<byte> Between = System.Buffers.SearchValues.Create(" :,\t\r\n"u8);

    private readonly Dictionary<string, JsonTextRun> _runs = new(StringComparer.Ordinal);
    private readonly List<(int Start, int Length, string Path)> _numbers = [];
    private readonly List<(int Start, int End)> _rests = [];

    /// <summary>The strings by path, in the order in which the paths came.</summary>
    public IEnumerable<JsonTextRun> Runs => _runs.Values;

    /// <summary>The numbers with their paths.</summary>
    public IReadOnlyList<(int Start, int Length, string Path)> Numbers => _numbers;

    /// <summary>The stretches that were not JSON.</summary>
    public IReadOnlyList<(int Start, int End)> Rests => _rests;

    /// <summary>Walks one value.</summary>
    /// <param name="body">The body.</param>
    /// <param name="start">The offset of the value.</param>
    /// <param name="end">The offset behind it.</param>
    public void Walk(ReadOnlySpan<byte> body, int start, int end)
    {
        var json = body[start..end];
        var reader = new Utf8JsonReader(
            json,
            isFinalBlock: false,
            new JsonReaderState(new JsonReaderOptions { MaxDepth = 256, CommentHandling = JsonCommentHandling.Skip }));
        List<string> path = [];
        var name = "";
        var hasAny = false;
        try
        {
            while (reader.Read())
            {
                hasAny = true;
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        path.Add(name + IndexOf(reader));
                        name = "";
                        break;
                    case JsonTokenType.StartArray:
                        path.Add(name + "[]");
                        name = "";
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        path.RemoveAt(path.Count - 1);
                        break;
                    case JsonTokenType.PropertyName:
                        name = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
                        break;
                    case JsonTokenType.String:
                        AddText(JoinPath(path, name), reader.ValueSpan, start + (int)reader.TokenStartIndex + 1);
                        break;
                    case JsonTokenType.Number:
                        _numbers.Add((start + (int)reader.TokenStartIndex, reader.ValueSpan.Length, JoinPath(path, name)));
                        break;
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            hasAny = hasAny && reader.BytesConsumed > 0;
        }

        var consumed = (int)reader.BytesConsumed;
        if (!hasAny || consumed < json.Length)
        {
            TakeRest(body, start + consumed, end, JoinPath(path, name));
        }
    }

    /// <summary>Records bytes that are not JSON.</summary>
    public void Skip(int start, int end)
    {
        if (end > start)
        {
            _rests.Add((start, end));
        }
    }

    /// <summary>Continues a string that was cut off with the text of its path; anything else is a rest.</summary>
    private void TakeRest(ReadOnlySpan<byte> body, int start, int end, string path)
    {
        var rest = body[start..end];
        var quote = rest.IndexOf((byte)'"');
        if (quote >= 0 && rest[..quote].IndexOfAnyExcept(Between) < 0 && path.Length > 0)
        {
            AddText(path, rest[(quote + 1)..], start + quote + 1);
        }

        Skip(start, end);
    }

    private void AddText(string path, ReadOnlySpan<byte> raw, int start)
    {
        if (!_runs.TryGetValue(path, out var run))
        {
            _runs[path] = run = new JsonTextRun(path);
        }

        run.Add(raw, at => start + at);
    }

    private static string JoinPath(List<string> path, string name) =>
        string.Join('.', path.Where(static part => part.Length > 0).Append(name).Where(static part => part.Length > 0));

    /// <summary>Returns the index that an element of a list names for itself: the arguments of two calls are two texts.</summary>
    private static string IndexOf(Utf8JsonReader ahead)
    {
        var depth = ahead.CurrentDepth;
        try
        {
            while (ahead.Read() && ahead.CurrentDepth > depth)
            {
                if (ahead.CurrentDepth == depth + 1 && ahead.TokenType == JsonTokenType.PropertyName && ahead.ValueTextEquals("index"u8))
                {
                    return ahead.Read() && ahead.TokenType == JsonTokenType.Number && ahead.TryGetInt64(out var index)
                        ? string.Create(CultureInfo.InvariantCulture, $"#{index}")
                        : "";
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return "";
        }

        return "";
    }
}
