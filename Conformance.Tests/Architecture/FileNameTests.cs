using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>Checks that the name of a source file is enough to find it: the name says one thing in all projects.</summary>
internal sealed class FileNameTests
{
    private static readonly string[] Products = ["Scenarios", "MockUpstream", "Relay", "Conformance"];

    [Test]
    public void No_two_files_of_the_product_have_the_same_name()
    {
        var files = Products
            .SelectMany(project => Directory.EnumerateFiles(Repository.PathOf(project), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) != "Program.cs")
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .ToList();

        var shared = files.GroupBy(file => Path.GetFileName(file), StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(", ", group));

        Assert.That(files, Has.Count.GreaterThan(100));
        Assert.That(shared, Is.Empty);
    }
}
