using Microsoft.AspNetCore.Http;
using Relay.Contract;

namespace Relay.Streaming;

/// <summary>The answer to <c>stream: true</c>: server-sent events, whole ones in each write.</summary>
internal sealed class EventStreamAnswer(HttpResponse response, IResponseTranslator translator) : ClientAnswer(response)
{
    /// <summary>The comment that breaks a silence.</summary>
    public static readonly ReadOnlyMemory<byte> KeepAlive = ": keep-alive\n\n"u8.ToArray();

    private bool _open;

    public override bool BreaksSilence => true;

    /// <summary>Sets the headers of a stream of events.</summary>
    public static void SetHeaders(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
    }

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
        NoteEvents();

        // One write and one flush at once; Kestrel has copied or sent the bytes when this completes.
        await Response.BodyWriter.WriteAsync(Pending.WrittenMemory, cancellationToken);
        Pending.Clear();
    }

    protected override async Task WriteSilenceAsync(CancellationToken cancellationToken)
    {
        // Open is not started: the pump may have left its last events for the end, and the headers with them.
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
        SetHeaders(Response);
    }
}
