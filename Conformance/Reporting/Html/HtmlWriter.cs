using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Conformance.Reporting.Html;

/// <summary>The only way from values to markup: every text and every attribute value is encoded here.</summary>
/// <remarks>Element and attribute names come from our own code; values come from anywhere.</remarks>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly Stack<string> _open = new();

    /// <summary>
    /// Opens an element. An attribute whose value is <see langword="null"/> is left out; an empty value is an attribute alone.
    /// </summary>
    public HtmlWriter Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(name, attributes);
        _open.Push(name);

        return this;
    }

    /// <summary>Writes an element that has no content and no end tag.</summary>
    public HtmlWriter Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(name, attributes);

        return this;
    }

    /// <summary>Writes an element with text.</summary>
    public HtmlWriter Element(string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(name, attributes).Text(text).Close();

    /// <summary>Writes text.</summary>
    public HtmlWriter Text(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Encoder.Encode(output, MarkDirections(text));
        }

        return this;
    }

    /// <summary>Closes the innermost open element.</summary>
    public HtmlWriter Close()
    {
        output.Write("</");
        output.Write(_open.Pop());
        output.Write(">");

        return this;
    }

    /// <summary>Returns a line break in the source; carries no meaning.</summary>
    public HtmlWriter Line()
    {
        output.Write('\n');

        return this;
    }

    /// <summary>Returns the document type.</summary>
    public HtmlWriter DocumentType()
    {
        output.Write("<!doctype html>\n");

        return this;
    }

    /// <summary>Writes a style or script element from a resource of this assembly, verbatim. Nothing from outside may come here.</summary>
    public HtmlWriter Resource(string name, string ownText)
    {
        Open(name);
        output.Write(ownText);

        return Close();
    }

    /// <summary>
    /// Writes inert data in a script element. Base64 and JSON through the default encoder hold no character that could end it.
    /// </summary>
    public HtmlWriter Inert(string id, string type, string safeText)
    {
        if (safeText.Contains('<', StringComparison.Ordinal))
        {
            throw new ArgumentException("Inert data must be free of markup.", nameof(safeText));
        }

        Open("script", ("type", type), ("id", id));
        output.Write(safeText);

        return Close();
    }

    /// <summary>
    /// Replaces characters that change the text direction by visible marks, because a title must not be able to rewrite its row.
    /// </summary>
    private static string MarkDirections(string text) => text.Any(IsTurning)
        ? string.Concat(text.Select(unit => IsTurning(unit)
            ? string.Create(CultureInfo.InvariantCulture, $"⟨U+{(int)unit:X4}⟩")
            : unit.ToString()))
        : text;

    private static bool IsTurning(char unit) =>
        unit is '\u061c' or '\u200e' or '\u200f' or >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';

    private void Tag(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        output.Write('<');
        output.Write(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                output.Write(' ');
                output.Write(attribute);
                output.Write("=\"");
                Encoder.Encode(output, value);
                output.Write('"');
            }
        }

        output.Write('>');
    }
}
