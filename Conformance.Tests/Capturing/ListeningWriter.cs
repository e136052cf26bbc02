namespace Conformance.Tests.Capturing;

/// <summary>Keeps what a recorder writes, and says when it listens and when it has written of an exchange.</summary>
internal sealed class ListeningWriter : StringWriter
{
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _lines = new(0);

    /// <summary>Completes with the address once the recorder listens.</summary>
    public Task<Uri> Listening => _listening.Task;

    /// <summary>Waits for one further line.</summary>
    public Task LineAsync(CancellationToken cancellationToken) => _lines.WaitAsync(cancellationToken);

    public override void WriteLine(string? value)
    {
        lock (_lines)
        {
            base.WriteLine(value);
        }

        const string Start = "Listening on ";
        if (value?.StartsWith(Start, StringComparison.Ordinal) == true)
        {
            _listening.TrySetResult(new Uri(value[Start.Length..value.IndexOf(';', StringComparison.Ordinal)]));
        }
        else
        {
            _lines.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _lines.Dispose();
        base.Dispose(disposing);
    }
}
