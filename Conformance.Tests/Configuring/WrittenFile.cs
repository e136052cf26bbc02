namespace Conformance.Tests.Configuring;

/// <summary>A file that lives as long as a test.</summary>
internal sealed class WrittenFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relay-configuration-");

    public WrittenFile(string text)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "relay.yaml");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
