using System.Threading.Channels;

namespace MockUpstream.Serving;

/// <summary>Says when the files of a folder have changed and the change has settled.</summary>
internal sealed class FolderWatch : IDisposable
{
    // Editors write a file in several steps: delete, create, write, rename.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(150);

    private readonly FileSystemWatcher _watcher;
    private readonly TimeProvider _time;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
    });

    public FolderWatch(string folder, TimeProvider time)
    {
        _time = time;
        _watcher = new FileSystemWatcher(folder, "*.yaml")
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        _watcher.Changed += (_, _) => Note();
        _watcher.Created += (_, _) => Note();
        _watcher.Deleted += (_, _) => Note();
        _watcher.Renamed += (_, _) => Note();
        // Too many changes at once: which they were is lost, that there were some is enough.
        _watcher.Error += (_, _) => Note();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Completes after a change, once no other has followed for a moment.</summary>
    public async Task ChangedAsync(CancellationToken cancellationToken)
    {
        await _changes.Reader.ReadAsync(cancellationToken);
        do
        {
            await Task.Delay(Settling, _time, cancellationToken);
        }
        while (_changes.Reader.TryRead(out _));
    }

    public void Dispose() => _watcher.Dispose();

    private void Note() => _changes.Writer.TryWrite(true);
}
