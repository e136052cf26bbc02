using Conformance.Running.Relays;
using NUnit.Framework;

namespace Conformance.Tests.Running;

internal sealed class RelayFilesTests
{
    private string _temporary = "";

    [SetUp]
    public void MakeFolder() => _temporary = Directory.CreateTempSubdirectory("files").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_temporary, recursive: true);

    [Test]
    public void The_folder_goes_with_the_run()
    {
        using (var files = new RelayFiles(_temporary))
        {
            Assert.That(File.Exists(files.Write("{}")), Is.True);
        }

        Assert.That(Directory.GetFileSystemEntries(_temporary), Is.Empty);
    }

    [Test]
    public void What_a_run_that_was_killed_left_is_removed_by_the_next()
    {
        var left = Directory.CreateDirectory(Path.Combine(_temporary, "relayconf-left"));
        File.WriteAllText(Path.Combine(left.FullName, ".lock"), "");
        File.WriteAllText(Path.Combine(left.FullName, "relay-1.yaml"), "{}");

        using var files = new RelayFiles(_temporary);
        files.Write("{}");

        Assert.That(Directory.GetDirectories(_temporary), Is.EqualTo(new[] { files.Folder }));
    }

    [Test]
    public void What_belongs_to_a_run_that_lives_or_to_somebody_else_stays()
    {
        var foreign = Directory.CreateDirectory(Path.Combine(_temporary, "relayconf-foreign")).FullName;
        using var other = new RelayFiles(_temporary);
        other.Write("{}");

        using var files = new RelayFiles(_temporary);
        files.Write("{}");

        Assert.That(Directory.GetDirectories(_temporary), Is.EquivalentTo(new[] { files.Folder, other.Folder, foreign }));
    }
}
