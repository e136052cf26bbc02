using System.Text.Json;

namespace Conformance.Clients.Views;

/// <summary>A client's result for an answer: the content that its user sees, and the content that it stores for the next turn.</summary>
public sealed record ClientView
{
    /// <summary>The text its user ends up with.</summary>
    public string Text { get; init; } = "";

    /// <summary>The text it showed while the stream ran; <see langword="null"/> for a client that shows none before the end.</summary>
    public string? StreamedText { get; init; }

    /// <summary>The reasoning its user sees.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>The calls it runs.</summary>
    public IReadOnlyList<ClientCall> Calls { get; init; } = [];

    /// <summary>The tokens it counts; <see langword="null"/> when it knows of none.</summary>
    public ClientUsage? Usage { get; init; }

    /// <summary>The reason why the answer ended, in the client's own word; <see langword="null"/> when it does not know.</summary>
    public string? StopReason { get; init; }

    /// <summary>The exception or message that replaces an answer; <see langword="null"/> if the client has content.</summary>
    public ClientFailure? Failure { get; init; }

    /// <summary>Whether it asks again by itself.</summary>
    public bool Retries { get; init; }

    /// <summary>Whether it still waits for the answer to end.</summary>
    public bool Waits { get; init; }

    /// <summary>The output items it keeps and would send back.</summary>
    public IReadOnlyList<JsonElement> Items { get; init; } = [];
}

/// <summary>A call as a client runs it.</summary>
/// <param name="Id">The id by which its output will be sent back.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments or the input, as text.</param>
public sealed record ClientCall(string? Id, string Name, string Arguments);

/// <summary>Tokens as a client counts them.</summary>
/// <param name="Input">Tokens read.</param>
/// <param name="Output">Tokens written.</param>
/// <param name="Cached">The cached tokens of the input; <see langword="null"/> if the client does not report them.</param>
/// <param name="Reasoning">The reasoning tokens of the output; <see langword="null"/> if the client does not report them.</param>
public sealed record ClientUsage(long Input, long Output, long? Cached, long? Reasoning);

/// <summary>A failure as a client reports it.</summary>
/// <param name="Type">The exception, or the client's word for it.</param>
/// <param name="Message">The message its user sees.</param>
public sealed record ClientFailure(string Type, string Message);
