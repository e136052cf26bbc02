using System.Buffers;
using Relay.Contract;
using Relay.Policies;
using Relay.Requests;
using Relay.Translating;

namespace Relay;

/// <summary>Compiles the code that every request runs while the server starts, so that the first client does not wait for it.</summary>
internal static class WarmUp
{
    /// <summary>Translates one small exchange and discards the result.</summary>
    public static void Run(IIdSource ids)
    {
        var body = """{"model":"m","input":"a","stream":true}"""u8.ToArray();
        var request = RequestTranslator.Translate(body, RelayPolicies.Default, "resp_0", 0, out _);
        var events = new ArrayBufferWriter<byte>();
        var translator = new StreamTranslator(request!.Echo, RelayPolicies.Default, ids);
        translator.Begin(events);
        translator.Translate(PayloadKind.Chunk, """{"choices":[{"index":0,"delta":{"content":"a"}}]}"""u8, events);
        translator.Translate(PayloadKind.Chunk, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""u8, events);
        translator.End(UpstreamEnding.Done, events);
    }
}
