using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MockUpstream.Compiling;

namespace Benchmarks.Serving;

/// <summary>
/// The least that sends the same bytes: Kestrel, a look at the model, and the writes. One flush is one send, as in the mock.
/// </summary>
internal sealed class BareServer
{
    private readonly Dictionary<string, ScriptPiece[]> _scripts;

    private BareServer(BenchScenarios scenarios)
    {
        string[] played = [BenchScenarios.Coalesced, BenchScenarios.Separate, BenchScenarios.SlowShort];
        _scripts = played.ToDictionary(static model => model, model => scenarios.Pieces(model).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Starts to listen.</summary>
    public static async Task<RunningServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var bare = new BareServer(BenchScenarios.Load(folder));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<SocketTransportOptions>(static sockets => sockets.MaxWriteBufferSize = 1);
        var app = builder.Build();
        app.Run(bare.AnswerAsync);
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new RunningServer(new Uri(address).Port, app);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = new MemoryStream();
        await context.Request.Body.CopyToAsync(request, context.RequestAborted);
        context.Response.ContentType = "text/event-stream; charset=utf-8";

        // The head is a separate send, as in the mock.
        await context.Response.Body.FlushAsync(context.RequestAborted);
        foreach (var piece in _scripts[ReadModel(request.ToArray())])
        {
            switch (piece)
            {
                case WritePiece write:
                    await context.Response.BodyWriter.WriteAsync(write.Bytes, context.RequestAborted);
                    break;
                case WaitPiece wait:
                    await Task.Delay(wait.Time, TimeProvider.System, context.RequestAborted);
                    break;
                default:
                    break;
            }
        }
    }

    private static string ReadModel(ReadOnlyMemory<byte> request)
    {
        using var json = JsonDocument.Parse(request);
        return json.RootElement.GetProperty("model").GetString()!;
    }
}
