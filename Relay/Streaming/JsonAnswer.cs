using Microsoft.AspNetCore.Http;
using Relay.Contract;

namespace Relay.Streaming;

/// <summary>The answer to <c>stream: false</c>: the events are made and let go, only the final response is sent.</summary>
internal sealed class JsonAnswer(HttpResponse response) : ClientAnswer(response)
{
    public override bool BreaksSilence => false;

    protected override bool RefusesByStatus => true;

    public override void Open()
    {
        // Nothing goes down before the end, so any failure can still be a status.
    }

    public override ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        Pending.Clear();
        return ValueTask.CompletedTask;
    }

    protected override Task WriteSilenceAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task FinishAsync(IResponseTranslator translator, CancellationToken cancellationToken)
    {
        Pending.Clear();
        translator.WriteResponse(Pending);
        Started = true;
        BytesSent = Pending.Count;
        Response.ContentType = "application/json; charset=utf-8";
        Response.ContentLength = Pending.Count;
        await Response.BodyWriter.WriteAsync(Pending.WrittenMemory, cancellationToken);
        Pending.Clear();
        await Response.CompleteAsync();
    }
}
