using System.Text;
using OpenAI.Responses;

namespace Conformance.Tests.RealClients;

/// <summary>What the .NET client made of one stream, read as its own examples read it: text by deltas, items when they are done.</summary>
internal sealed class DotnetAnswer
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();

    private DotnetAnswer()
    {
    }

    public string Text => _text.ToString();

    public string Reasoning => _reasoning.ToString();

    /// <summary>The output items, each as it was when done.</summary>
    public List<ResponseItem> Items { get; } = [];

    /// <summary>The response of the terminal event.</summary>
    public ResponseResult? Final { get; private set; }

    /// <summary>What the <c>error</c> event said.</summary>
    public string? Error { get; private set; }

    public IEnumerable<FunctionCallResponseItem> Calls => Items.OfType<FunctionCallResponseItem>();

    public static async Task<DotnetAnswer> ReadAsync(
        ResponsesClient client, CreateResponseOptions options, CancellationToken cancellationToken)
    {
        options.StreamingEnabled = true;
        var answer = new DotnetAnswer();
        await foreach (var update in (await client.CreateResponseStreamingAsync(options, cancellationToken))
            .WithCancellation(cancellationToken))
        {
            answer.Take(update);
        }

        return answer;
    }

    private void Take(StreamingResponseUpdate update)
    {
        switch (update)
        {
            case StreamingResponseOutputTextDeltaUpdate text:
                _text.Append(text.Delta);
                break;
            case StreamingResponseReasoningSummaryTextDeltaUpdate reasoning:
                _reasoning.Append(reasoning.Delta);
                break;
            case StreamingResponseOutputItemDoneUpdate done:
                Items.Add(done.Item);
                break;
            case StreamingResponseErrorUpdate error:
                Error = error.Message;
                break;
            case StreamingResponseCompletedUpdate completed:
                Final = completed.Response;
                break;
            case StreamingResponseFailedUpdate failed:
                Final = failed.Response;
                break;
        }
    }
}
