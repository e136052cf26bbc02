using Conformance.Clients.Views;
using Conformance.Recording;

namespace Conformance.Clients.Models;

/// <summary>Models clients that stop only at <c>[DONE]</c>: their result for a stream up to there, or up to their exception.</summary>
internal static class UntilDone
{
    public static ClientView Read(ClientStream stream, Action<ClientStream> read, Func<ClientView> view)
    {
        try
        {
            read(stream);
        }
        catch (ClientReadException thrown)
        {
            return view() with { Failure = thrown.Failure };
        }

        return view() with { Waits = stream.End == StreamEnd.TimedOut && !stream.HasDoneMarker };
    }
}
