using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace Benchmarks.Serving;

/// <summary>WireMock.Net without our code, with one mapping that answers with JSON.</summary>
internal static class PlainWireMock
{
    /// <summary>The body of the answer.</summary>
    public const string Answer =
        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
        + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";

    /// <summary>Starts to listen.</summary>
    public static RunningServer Start()
    {
        var server = WireMockServer.Start("http://127.0.0.1:0");
        AddMapping(server);
        return new RunningServer(server.Port, server);
    }

    /// <summary>Adds the mapping.</summary>
    public static void AddMapping(WireMockServer server) => server
        .Given(Request.Create().WithPath("/v1/chat/completions").UsingPost())
        .RespondWith(Response.Create().WithStatusCode(200).WithHeader("content-type", "application/json").WithBody(Answer));
}
