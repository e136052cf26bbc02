using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>Method and path on one line.</summary>
internal static class RequestLine
{
    public const string Responses = "POST /v1/responses";

    public static string Format(string method, string path) => $"{method} {path}";

    public static string Format(ClientRequest client) => client.Http is { } other ? Format(other.Method, other.Path) : Responses;
}
