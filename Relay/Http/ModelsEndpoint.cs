using Microsoft.Extensions.Logging;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Options;
using Relay.Upstreams;

namespace Relay.Http;

/// <summary>
/// Answers <c>GET /v1/models</c>: the list of the only vendor unchanged, or the lists of several joined, with the names of the
/// configuration.
/// </summary>
internal sealed class ModelsEndpoint(RelayOptions options, TimeProvider time, UpstreamMap upstreams, ILogger<ModelsEndpoint> logger)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var readers = upstreams.All.Select(upstream => new ModelListReader(options, time, upstream)).ToList();
        try
        {
            var failures = await Task.WhenAll(readers.Select(reader => reader.ReadAsync(context.Request.Headers, context.RequestAborted)));
            await AnswerAsync(context, [.. readers.Zip(failures)]);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is no connection to answer on.
        }
        finally
        {
            readers.ForEach(static reader => reader.Dispose());
        }
    }

    private Task AnswerAsync(HttpContext context, List<(ModelListReader Reader, ApiError? Failure)> lists)
    {
        if (lists is [var (only, failure)])
        {
            PassHeadersDown(context, only);
            return failure is not null
                ? RefuseAsync(context, failure)
                : WriteAsync(context, upstreams.Names.Count == 0 ? only.List : Join(lists));
        }

        foreach (var (reader, why) in lists.Where(static list => list.Failure is not null))
        {
            RelayLog.ModelsLeftOut(logger, reader.Upstream.Name, why!.Code);
        }

        return lists.TrueForAll(static list => list.Failure is not null)
            ? RefuseAsync(context, lists[0].Failure!)
            : WriteAsync(context, Join(lists));
    }

    private ReadOnlyMemory<byte> Join(List<(ModelListReader Reader, ApiError? Failure)> lists) =>
        new ModelListJoin(upstreams)
            .Write(lists.Where(static list => list.Failure is null).Select(static list => (list.Reader.Upstream, list.Reader.List)));

    private static void PassHeadersDown(HttpContext context, ModelListReader reader)
    {
        foreach (var (name, value) in reader.Headers)
        {
            context.Response.Headers[name] = value;
        }
    }

    private static Task RefuseAsync(HttpContext context, ApiError failure) =>
        ApiErrorResult.WriteAsync(context.Response, failure, context.RequestAborted);

    private Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> list)
    {
        if (context.Request.Query.ContainsKey(CodexCatalog.Query))
        {
            list = CodexCatalog.Write(list, model => upstreams.Resolve(model)?.Upstream.Options.Policies);
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = list.Length;
        return context.Response.Body.WriteAsync(list, context.RequestAborted).AsTask();
    }
}
