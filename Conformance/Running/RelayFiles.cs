using System.Globalization;

namespace Conformance.Running;

/// <summary>Configuration files of relays, in a folder of their own that is made when it is needed and goes with the run.</summary>
internal sealed class RelayFiles : IDisposable
{
    private readonly Lazy<DirectoryInfo> _folder = new(static () => Directory.CreateTempSubdirectory("relayconf-"));
    private int _count;

    /// <summary>Writes a file and returns its path. JSON is YAML, too.</summary>
    public string Write(string json)
    {
        var number = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var path = Path.Combine(_folder.Value.FullName, $"relay-{number}.yaml");
        File.WriteAllText(path, json);
        return path;
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Delete(recursive: true);
        }
    }
}
