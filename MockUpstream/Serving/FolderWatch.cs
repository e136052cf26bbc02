using System.Threading.Channels;

namespace MockUpstream.Serving;

/// <summary>Reports that files of a folder have changed and no further change followed for a moment.</summary>
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
        _watcher.Changed += (_, _) => ReportChange();
        _watcher.Created += (_, _) => ReportChange();
        _watcher.Deleted += (_, _) => ReportChange();
        _watcher.Renamed += (_, _) => ReportChange();
        // Too many changes at once: which they were is lost, that there were some is enough.
        _watcher.Error += (_, _) => ReportChange();
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

    private void ReportChange() => _changes.Writer.TryWrite(true);
}
