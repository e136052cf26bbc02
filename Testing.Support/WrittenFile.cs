namespace Testing.Support;

/// <summary>A file that lives as long as a test.</summary>
public sealed class WrittenFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relayconf-written-");

    public WrittenFile(string text, string name = "relay.yaml")
    {
        Path = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
