namespace Conformance.Running.Asking;

/// <summary>The sign by which the mock matches a request to its case, the most reliable first.</summary>
internal enum Correlation
{
    /// <summary>The model the request asks for is the case's name.</summary>
    Model,

    /// <summary>The relay passes the client's API key on, and the key names the case.</summary>
    ApiKey,

    /// <summary>The text of the user names the case in brackets.</summary>
    Marker,

    /// <summary>No sign reaches the mock: one case is played at a time, and every request is its own.</summary>
    Alone,
}

/// <summary>Correlation in words.</summary>
internal static class CorrelationText
{
    /// <summary>Returns the name used in outputs.</summary>
    public static string GetName(Correlation by) => by switch
    {
        Correlation.Model => "model",
        Correlation.ApiKey => "API key",
        Correlation.Marker => "marker in the text",
        Correlation.Alone => "one case at a time",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
