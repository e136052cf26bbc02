using Conformance.Clients.Views;
using Conformance.Recording;

namespace Conformance.Clients.Models;

/// <summary>How clients read that stop at <c>[DONE]</c> and nowhere else: what they made of a stream until then, or until they threw.</summary>
internal static class UntilDone
{
    public static ClientView Read(ClientStream stream, Action<ClientStream> read, Func<ClientView> view)
    {
        try
        {
            read(stream);
        }
        catch (ReadingStops thrown)
        {
            return view() with { Failure = thrown.Failure };
        }

        return view() with { Waits = stream.End == StreamEnd.TimedOut && !stream.HasDoneMarker };
    }
}
