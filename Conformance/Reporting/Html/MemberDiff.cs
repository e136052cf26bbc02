using System.Text;
using System.Text.Json;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Conformance.Reporting.Html;

/// <summary>Marks what differs between two lines: whole members where both are JSON, else whole words. Pure.</summary>
internal static class MemberDiff
{
    private static readonly char[] Separators = [' ', '"', ':', ',', '{', '}', '[', ']', '.', '\\'];

    /// <summary>Returns the two lines in pieces; joined, the pieces of a side are its line.</summary>
    public static (IReadOnlyList<DiffPiece>? Before, IReadOnlyList<DiffPiece>? After) Compare(string before, string after) =>
        ByMember(before, after) ?? ByWord(before, after);

    private static (IReadOnlyList<DiffPiece>, IReadOnlyList<DiffPiece>)? ByMember(string before, string after)
    {
        try
        {
            var (left, right) = (JsonElement.Parse(before), JsonElement.Parse(after));
            if (left.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || left.ValueKind != right.ValueKind)
            {
                return null;
            }

            var (was, became) = (new Side(), new Side());
            Compare(left, right, was);
            Compare(right, left, became);

            // Spelled in another way than one would write it: then words show the difference, too.
            return was.Text == before && became.Text == after ? (was.Pieces, became.Pieces) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes one side; a member is marked when the other side has none of that name, or another value.</summary>
    private static void Compare(JsonElement own, JsonElement other, Side side)
    {
        switch (own.ValueKind)
        {
            case JsonValueKind.Object when other.ValueKind == JsonValueKind.Object:
                Members(own, other, side);
                break;
            case JsonValueKind.Array when other.ValueKind == JsonValueKind.Array:
                Elements(own, other, side);
                break;
            default:
                side.Add(own.GetRawText(), !JsonElement.DeepEquals(own, other));
                break;
        }
    }

    private static void Members(JsonElement own, JsonElement other, Side side)
    {
        var isFirst = true;
        side.Add("{", isChanged: false);
        foreach (var member in own.EnumerateObject())
        {
            side.Add(isFirst ? "" : ",", isChanged: false);
            isFirst = false;
            var name = $"{FormatName(member.Name)}:";
            if (!other.TryGetProperty(member.Name, out var value))
            {
                side.Add(name + member.Value.GetRawText(), isChanged: true);
            }
            else if (IsNested(member.Value, value))
            {
                side.Add(name, isChanged: false);
                Compare(member.Value, value, side);
            }
            else
            {
                var differs = !JsonElement.DeepEquals(member.Value, value);
                side.Add(name, differs);
                side.Add(member.Value.GetRawText(), differs);
            }
        }

        side.Add("}", isChanged: false);
    }

    private static void Elements(JsonElement own, JsonElement other, Side side)
    {
        side.Add("[", isChanged: false);
        for (var index = 0; index < own.GetArrayLength(); index++)
        {
            side.Add(index == 0 ? "" : ",", isChanged: false);
            if (index < other.GetArrayLength())
            {
                Compare(own[index], other[index], side);
            }
            else
            {
                side.Add(own[index].GetRawText(), isChanged: true);
            }
        }

        side.Add("]", isChanged: false);
    }

    private static bool IsNested(JsonElement own, JsonElement other) =>
        own.ValueKind == other.ValueKind && own.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private static string FormatName(string name) => JsonSerializer.Serialize(name, PageJson.Compact.String);

    private static (IReadOnlyList<DiffPiece>?, IReadOnlyList<DiffPiece>?) ByWord(string before, string after)
    {
        var pair = new SideBySideDiffBuilder(new Differ(), Separators).BuildDiffModel(before, after);

        return (CompareWords(pair.OldText.Lines[0]), CompareWords(pair.NewText.Lines[0]));
    }

    private static IReadOnlyList<DiffPiece>? CompareWords(DiffPlex.DiffBuilder.Model.DiffPiece line)
    {
        if (line.Type == ChangeType.Imaginary)
        {
            return null;
        }

        var side = new Side();
        foreach (var part in line.SubPieces)
        {
            side.Add(part.Text ?? "", part.Type != ChangeType.Unchanged);
        }

        return side.Pieces.Count > 0 ? side.Pieces : [new DiffPiece(line.Text ?? "", Changed: null)];
    }

    /// <summary>One side's line as it grows; neighbours of one kind are one piece.</summary>
    private sealed class Side
    {
        private readonly List<DiffPiece> _pieces = [];
        private readonly StringBuilder _text = new();

        public IReadOnlyList<DiffPiece> Pieces => _pieces;

        public string Text => _text.ToString();

        public void Add(string text, bool isChanged)
        {
            if (text.Length == 0)
            {
                return;
            }

            bool? changed = isChanged ? true : null;
            _text.Append(text);
            if (_pieces.Count > 0 && _pieces[^1].Changed == changed)
            {
                _pieces[^1] = _pieces[^1] with { Text = _pieces[^1].Text + text };
            }
            else
            {
                _pieces.Add(new DiffPiece(text, changed));
            }
        }
    }
}
