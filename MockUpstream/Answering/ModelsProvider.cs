using System.Text;
using MockUpstream.Compiling;
using MockUpstream.Json;
using MockUpstream.Matching;
using WireMock;
using WireMock.ResponseProviders;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Answering;

/// <summary>Lists the cases as the models they are asked for by; relays look at this list when they start.</summary>
internal sealed class ModelsProvider(CaseRegistry cases) : IResponseProvider
{
    /// <inheritdoc/>
    public Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping,
        HttpContext context,
        IRequestMessage requestMessage,
        WireMockServerSettings settings)
    {
        var list = CompactJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var playback in cases.All)
            {
                json.WriteStartObject();
                json.WriteString("id", playback.Key);
                json.WriteString("object", "model");
                json.WriteNumber("created", ChunkJson.Created);
                json.WriteString("owned_by", "mock-upstream");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        context.Response.ContentLength = list.Length;
        var message = new ResponseMessage
        {
            StatusCode = StatusCodes.Status200OK,
            BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = Encoding.UTF8.GetString(list) },
        };
        message.AddHeader("Content-Type", "application/json");
        return Task.FromResult<(IResponseMessage, IMapping?)>((message, null));
    }
}
