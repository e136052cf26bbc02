using NUnit.Framework;

namespace Testing.Support;

/// <summary>A page or a file that is generated from the code; <c>./docs.sh</c> renews all of them.</summary>
public static class WrittenPage
{
    /// <summary>The category of every test that holds a generated file to the code.</summary>
    public const string Category = "Page";

    /// <summary>Whether generated files are to be written. Never on a build server.</summary>
    public static bool IsRenewed =>
        Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1" && Environment.GetEnvironmentVariable("CI") is not "true";

    /// <summary>Returns the message of a test whose file is out of date.</summary>
    public static string OutOfDate(string path) => $"{path} is out of date: run ./docs.sh";

    /// <summary>
    /// Fails unless the part between two comments of the page (<c>&lt;!-- NAME --&gt;</c> and <c>&lt;!-- /NAME --&gt;</c>) is this text;
    /// <c>UPDATE_DOCS=1</c> writes it first.
    /// </summary>
    public static void AssertHolds(string path, string name, string text)
    {
        var page = File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n");
        var (open, close) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
        var from = page.IndexOf(open, StringComparison.Ordinal);
        var to = page.IndexOf(close, StringComparison.Ordinal);
        Assert.That((from >= 0, to > from), Is.EqualTo((true, true)), $"{path} has no part between {open.TrimEnd()} and {close}");
        AssertIs(path, string.Concat(page.AsSpan(0, from + open.Length), text, page.AsSpan(to)));
    }

    /// <summary>Fails unless the page stands there as it is made; <c>UPDATE_DOCS=1</c> writes it first.</summary>
    public static void AssertIs(string path, string page)
    {
        var file = Repository.PathOf(path);
        if (IsRenewed)
        {
            File.WriteAllText(file, page);
        }

        var written = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";

        Assert.That(written, Is.EqualTo(page), OutOfDate(path));
    }
}
