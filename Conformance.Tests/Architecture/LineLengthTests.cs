using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>Checks that no line of the source is too long to read beside another.</summary>
internal sealed partial class LineLengthTests
{
    private const int Longest = 140;

    private static readonly string[] Skipped = ["artifacts", "bin", "obj", "node_modules", ".git"];

    [Test]
    public void No_line_outside_a_raw_string_literal_is_too_long()
    {
        var sources = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(Skipped.Contains))
            .ToList();

        Assert.That(sources, Has.Count.GreaterThan(100));
        Assert.That(sources.SelectMany(file => FindLongLines(file, File.ReadLines(Repository.PathOf(file)))), Is.Empty);
    }

    [Test]
    public void Lines_of_raw_string_literals_may_be_long()
    {
        var words = new string('x', Longest);
        string[] lines = ["var a = \"\"\"", words + "1", "\"\"\";", $"var b = \"\"\"{words}\"\"\";", words, words + "2"];

        Assert.That(FindLongLines("A.cs", lines), Is.EqualTo(new[] { "A.cs:6: 141 characters" }));
    }

    private static IEnumerable<string> FindLongLines(string file, IEnumerable<string> lines)
    {
        var inside = false;
        foreach (var (index, line) in lines.Index())
        {
            var marks = Marks().Count(line);
            if (line.Length > Longest && !inside && marks == 0)
            {
                yield return $"{file}:{index + 1}: {line.Length} characters";
            }

            inside ^= marks % 2 == 1;
        }
    }

    [GeneratedRegex("\"{3,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marks();
}
