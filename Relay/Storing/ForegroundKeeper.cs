using Microsoft.Extensions.Logging;

namespace Relay.Storing;

/// <summary>Keeps a response that its client waited for: once, when it is over.</summary>
internal sealed class ForegroundKeeper(StoredResponse draft, EventJournal? journal, IResponseStore store, ILogger logger) : ResponseKeeper(draft, journal, logger)
{
    // Not the client's token: whoever hangs up at the end may still come back for what it has paid for.
    protected override Task WriteAsync(StoredResponse kept) => store.AddAsync(kept, Journal?.TakeParts(0) ?? [], CancellationToken.None);
}
