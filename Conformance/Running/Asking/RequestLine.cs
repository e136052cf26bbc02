using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>Method and path on one line.</summary>
internal static class RequestLine
{
    public const string Responses = "POST /v1/responses";

    public static string Of(string method, string path) => $"{method} {path}";

    public static string Of(ClientRequest client) => client.Http is { } other ? Of(other.Method, other.Path) : Responses;
}
