using Conformance.Reading;

namespace Conformance.Clients.Views;

/// <summary>An answer that is an HTTP error, as SDKs read it.</summary>
internal static class HttpRefusal
{
    /// <summary>Returns the message of the body in OpenAI's shape; <see langword="null"/> when it has none.</summary>
    public static string? ReadMessage(ClientStream stream) =>
        StrictJson.Read(stream.Body).Json is { } body ? ResponseParts.ErrorMessage(body) : null;

    /// <summary>Returns the statuses that OpenAI's own SDKs ask again for.</summary>
    public static bool IsRetriedBySdks(int status) => status is 408 or 409 or 429 or >= 500;

    public static bool Is(ClientStream stream) => stream.Status is < 200 or >= 300;

    /// <summary>Returns the error classes that openai-node and openai-python share.</summary>
    public static string SdkClass(int status) => status switch
    {
        400 => "BadRequestError",
        401 => "AuthenticationError",
        403 => "PermissionDeniedError",
        404 => "NotFoundError",
        409 => "ConflictError",
        422 => "UnprocessableEntityError",
        429 => "RateLimitError",
        >= 500 => "InternalServerError",
        _ => "APIError",
    };
}
