using System.Text;
using Benchmarks.Measuring;

namespace Benchmarks.Asking;

/// <summary>The request to a server and its expected answer.</summary>
/// <param name="Server">The server.</param>
/// <param name="Model">The model that the request names.</param>
/// <param name="Body">The body of the answer, byte for byte.</param>
internal sealed record LoadTarget(ServerProcess Server, string Model, ReadOnlyMemory<byte> Body)
{
    /// <summary>The bytes of the request.</summary>
    public byte[] Request { get; } = Make(Model);

    private static byte[] Make(string model)
    {
        const string messages =
            """[{"role":"system","content":"You are a helpful assistant."},"""
            + """{"role":"user","content":"Say something about the weather in Oslo."}]""";
        var body = $$"""{"model":"{{model}}","stream":true,"messages":{{messages}}}""";
        return Encoding.UTF8.GetBytes(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer sk-benchmark-key\r\nAccept: text/event-stream\r\nUser-Agent: benchmarks\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n{body}");
    }
}
