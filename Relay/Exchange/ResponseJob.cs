using Relay.Requests;
using Relay.Storing;
using Relay.Upstreams;

namespace Relay.Exchange;

/// <summary>Holds a translated request with everything needed to make its response.</summary>
/// <param name="Request">The chat request and the members that the response repeats.</param>
/// <param name="Upstream">The upstream that serves the model.</param>
/// <param name="ClientHeaders">The client's headers that the upstream may receive.</param>
/// <param name="Draft">The response as it will be stored; <see langword="null"/> when it is not stored.</param>
internal sealed record ResponseJob(TranslatedRequest Request, Upstream Upstream, ClientHeaders ClientHeaders, StoredResponse? Draft)
{
    /// <summary>Frees the memory that was set aside for the request, once it is sent. Disposed more than once.</summary>
    public IDisposable? Room { get; init; }
}
