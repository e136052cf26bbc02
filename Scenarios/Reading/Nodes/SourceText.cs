using Scenarios.Yaml;

namespace Scenarios.Reading.Nodes;

/// <summary>Quotes nodes as the file spells them.</summary>
internal sealed class SourceText(string text)
{
    private readonly string[] _lines = text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>Returns the node as written, its first line only when it has several.</summary>
    public string Quote(YamlNode node)
    {
        if (node.Place.Line > _lines.Length)
        {
            return "";
        }

        var line = _lines[node.Place.Line - 1];
        var start = Math.Min(node.Place.Column - 1, line.Length);
        var end = node.End.Line == node.Place.Line ? Math.Clamp(node.End.Column - 1, start, line.Length) : line.Length;
        return line[start..end].Trim();
    }
}
