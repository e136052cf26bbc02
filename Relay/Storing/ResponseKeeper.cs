using System.Buffers;
using Microsoft.Extensions.Logging;
using Relay.Contract;
using Relay.Diagnostics;

namespace Relay.Storing;

/// <summary>Keeps one response when it is over, and its events as they are made.</summary>
/// <param name="draft">What is known of it beforehand.</param>
/// <param name="journal">Where its events go; <see langword="null"/> when they are not kept.</param>
/// <param name="logger">Told when a response cannot be kept.</param>
internal abstract class ResponseKeeper(StoredResponse draft, EventJournal? journal, ILogger logger)
{
    public EventJournal? Journal => journal;

    protected StoredResponse Draft => draft;

    /// <summary>Notes whole events.</summary>
    public void Note(ReadOnlySpan<byte> events) => journal?.Append(events);

    /// <summary>Keeps what became of the response.</summary>
    /// <remarks>A store that cannot be asked does not take the answer from the client; the log says that it was not kept.</remarks>
    public async Task KeepAsync(IResponseTranslator translator)
    {
        // A pump's thread is a socket's: parsing and packing, large or small, are for another.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var json = new ArrayBufferWriter<byte>();
        translator.WriteResponse(json);

        // The older systems that presets reproduce may end without any response to tell of.
        if (json.WrittenCount > 0)
        {
            await KeepAsync(json.WrittenSpan.ToArray(), ItemsOf(translator));
        }
    }

    /// <summary>Keeps a response object that is final.</summary>
    /// <param name="response">The response object.</param>
    /// <param name="items">Its items, where there is more to keep of them than it shows.</param>
    public async Task KeepAsync(ReadOnlyMemory<byte> response, ReadOnlyMemory<byte>? items = null)
    {
        var parsed = ResponseJson.Parse(response);
        var known = ResponseJson.Parse(draft.Input).EnumerateArray().Concat(ResponseJson.Output(parsed));
        var kept = draft with
        {
            Status = ResponseJson.Status(parsed),
            Response = response,
            KeptItems = items,
            ItemIds = [.. known.Select(ResponseJson.IdOf).OfType<string>().Distinct(StringComparer.Ordinal)],
            LeaseUntil = null,
        };
        try
        {
            await WriteAsync(kept);
        }
        catch (StoreUnavailableException exception)
        {
            RelayLog.NotKept(logger, draft.Key.Id, exception.Message);
        }
    }

    private static ReadOnlyMemory<byte>? ItemsOf(IResponseTranslator translator)
    {
        if (!translator.KeepsMore)
        {
            return null;
        }

        var json = new ArrayBufferWriter<byte>();
        translator.WriteItemsToKeep(json);
        return json.WrittenSpan.ToArray();
    }

    protected abstract Task WriteAsync(StoredResponse kept);
}
