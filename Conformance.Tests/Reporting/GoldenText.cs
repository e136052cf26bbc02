using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Conformance.Tests.Reporting;

/// <summary>
/// Compares a text with the accepted one beside the tests; a difference leaves a <c>.received.</c> file to look at and to rename.
/// </summary>
internal static class GoldenText
{
    public static void AssertEqual(string name, string text, [CallerFilePath] string testFile = "")
    {
        var golden = Path.Combine(Path.GetDirectoryName(testFile)!, "Goldens", name);
        var received = golden.Replace(".golden.", ".received.", StringComparison.Ordinal);
        if (File.Exists(golden) && string.Equals(File.ReadAllText(golden), text, StringComparison.Ordinal))
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.That(text, Is.EqualTo(File.Exists(golden)
            ? File.ReadAllText(golden)
            : ""), $"Look at {received}; to accept it: mv {received} {golden}");
    }
}
