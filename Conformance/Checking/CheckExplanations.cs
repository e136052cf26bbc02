using System.Collections.Frozen;
using System.Text;

namespace Conformance.Checking;

/// <summary>The pages of the checks: one Markdown file for each id in <c>Checking/Pages</c>, part of the program.</summary>
public static class CheckExplanations
{
    private const string Prefix = "check-page/";
    private const string Ending = ".md";

    private static readonly string[] Names = ["## What", "## Why", "## Source", "## Good", "## Bad", "## Clients"];

    // Of a rule about the request to the upstream, clients see nothing.
    private static readonly string[] NamesWithVendors = [.. Names[..^1], "## Vendors"];

    private static readonly Lazy<FrozenDictionary<string, CheckExplanation>> Pages = new(ReadAll);

    /// <summary>The ids that have a page, in order.</summary>
    public static IReadOnlyList<string> Ids => [.. Pages.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Returns the page of a check.</summary>
    /// <exception cref="InvalidOperationException">There is none, or a page has not all of its sections.</exception>
    public static CheckExplanation Get(string id) =>
        Pages.Value.GetValueOrDefault(id)
            ?? throw new InvalidOperationException($"The check {id} has no page: Conformance/Checking/Pages/{id}.md is missing.");

    /// <summary>Parses a page.</summary>
    /// <exception cref="InvalidOperationException">
    /// A section is missing, is there twice, stands in the wrong place or is not one of a page.
    /// </exception>
    internal static CheckExplanation Parse(string id, string markdown)
    {
        var (headings, sections) = Split(id, markdown);
        if (!headings.SequenceEqual(Names) && !headings.SequenceEqual(NamesWithVendors))
        {
            throw new InvalidOperationException($"{id}.md has the sections {string.Join(", ", headings)}; a page "
                + $"has {string.Join(", ", Names)} (or ## Vendors), in this order.");
        }

        return new CheckExplanation
        {
            Id = id,
            What = sections[0],
            Why = sections[1],
            Source = sections[2],
            Good = Example(sections[3]),
            Bad = Example(sections[4]),
            Clients = sections[5],
            NamesVendors = headings[^1] == NamesWithVendors[^1],
        };
    }

    private static FrozenDictionary<string, CheckExplanation> ReadAll()
    {
        var assembly = typeof(CheckExplanations).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name =>
            {
                using var reader = new StreamReader(
                    assembly.GetManifestResourceStream(name)!, Encoding.UTF8); // The name comes from the assembly's own list.
                return Parse(name[Prefix.Length..^Ending.Length], reader.ReadToEnd());
            })
            .ToFrozenDictionary(page => page.Id, StringComparer.Ordinal);
    }

    /// <summary>The headings with the text below each; a title line with the id may stand above them.</summary>
    private static (List<string> Headings, List<string> Texts) Split(string id, string markdown)
    {
        List<string> headings = [];
        List<StringBuilder> texts = [];
        var isFenced = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n').SkipWhile(line => line.Length == 0 || line == $"# {id}"))
        {
            isFenced ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!isFenced && line.StartsWith('#'))
            {
                headings.Add(line);
                texts.Add(new StringBuilder());
            }
            else if (texts.Count > 0)
            {
                texts[^1].Append(line).Append('\n');
            }
            else
            {
                throw new InvalidOperationException($"{id}.md begins with “{line}”; a page begins with “## What”.");
            }
        }

        return (headings, [.. texts.Select(text => text.ToString().Trim())]);
    }

    private static CheckExample Example(string text)
    {
        List<string> also = [];
        List<CheckBlock> blocks = [];
        List<string>? inside = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                inside = Fence(line, inside, blocks);
            }
            else if (inside is not null)
            {
                inside.Add(line);
            }
            else if (line.StartsWith("also:", StringComparison.Ordinal))
            {
                also.AddRange(line["also:".Length..]
                    .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            }
        }

        return new CheckExample(text, also, blocks);
    }

    /// <summary>Opens a block, or closes the one that is open; returns the lines of the block that is now open.</summary>
    private static List<string>? Fence(string line, List<string>? open, List<CheckBlock> blocks)
    {
        if (open is not null)
        {
            blocks[^1] = blocks[^1] with { Text = string.Join('\n', open) };
            return null;
        }

        var words = line[3..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        blocks.Add(new CheckBlock(words is [var language, ..] ? language : "", [.. words.Skip(1)], ""));
        return [];
    }
}
