using Microsoft.AspNetCore.Http;
using Relay.Translating;

namespace Relay.Streaming;

/// <summary>The answer to <c>stream: true</c>: server-sent events, whole ones in each write.</summary>
internal sealed class EventStreamAnswer(HttpResponse response, IResponseTranslator translator) : ClientAnswer(response)
{
    private static readonly byte[] KeepAlive = ": keep-alive\n\n"u8.ToArray();

    private bool _open;

    public override bool BreaksSilence => true;

    protected override bool RefusesByStatus => !_open;

    public override void Open() => _open = true;

    public override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (!_open || (Started && Pending.IsEmpty))
        {
            return;
        }

        Start();
        BytesSent += Pending.Count;

        // One write and one flush at once; Kestrel has copied or sent the bytes when this completes.
        await Response.BodyWriter.WriteAsync(Pending.WrittenMemory, cancellationToken);
        Pending.Clear();
    }

    protected override async Task WriteSilenceAsync(CancellationToken cancellationToken)
    {
        // Open is not started: between the last payload and the terminal events what was translated still waits.
        if (Started)
        {
            await Response.BodyWriter.WriteAsync(KeepAlive, cancellationToken);
        }
        else
        {
            translator.EnsureBegun(Events);
            Open();
            await FlushAsync(cancellationToken);
        }
    }

    protected override async Task FinishAsync(IResponseTranslator ended, CancellationToken cancellationToken)
    {
        Open();
        await FlushAsync(cancellationToken);
        await Response.CompleteAsync();
    }

    private void Start()
    {
        if (Started)
        {
            return;
        }

        Started = true;
        Response.ContentType = "text/event-stream; charset=utf-8";
        Response.Headers.CacheControl = "no-cache";
        Response.Headers["X-Accel-Buffering"] = "no";
    }
}
