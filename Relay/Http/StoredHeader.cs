namespace Relay.Http;

/// <summary>Writes the header that warns a client that its response is not stored. A response that is stored has no such header.</summary>
internal static class StoredHeader
{
    public const string Name = "x-relay-stored";

    /// <summary>The stream begins while the store is unavailable: whether it is stored is known only at its end.</summary>
    public static void SetUncertain(HttpResponse response) => response.Headers[Name] = "uncertain";

    /// <summary>Reports whether a response was stored, if the headers are not sent yet.</summary>
    public static void Set(HttpResponse response, bool isStored)
    {
        if (response.HasStarted)
        {
            return;
        }

        if (isStored)
        {
            response.Headers.Remove(Name);
        }
        else
        {
            response.Headers[Name] = "false";
        }
    }
}
