using Microsoft.AspNetCore.Http;
using Relay.Contract;
using Relay.Streaming;

namespace Relay.Background;

/// <summary>The answer nobody waits for: its events are noted, and every failure is told in them.</summary>
internal sealed class BackgroundAnswer(HttpResponse response) : ClientAnswer(response)
{
    public override bool BreaksSilence => false;

    protected override bool RefusesByStatus => false;

    public override void Open()
    {
        // Open from the beginning: whoever follows wants to see that it is being made.
    }

    public override ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        NoteEvents();
        Pending.Clear();
        return ValueTask.CompletedTask;
    }

    protected override Task WriteSilenceAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task FinishAsync(IResponseTranslator translator, CancellationToken cancellationToken)
    {
        Pending.Clear();
        return Task.CompletedTask;
    }
}
