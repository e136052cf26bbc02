using System.Text.Json;

namespace Relay.Requests.Chat;

/// <summary>A piece of a message.</summary>
internal abstract record ChatPart;

/// <summary>Text.</summary>
internal sealed record TextPart(string Text) : ChatPart;

/// <summary>An image, by its address or as data.</summary>
internal sealed record ImagePart(string Url, string? Detail) : ChatPart;

/// <summary>A file, by the id the vendor knows it by or as data.</summary>
internal sealed record FilePart(string? Id, string? Content, string? Name) : ChatPart;

/// <summary>Audio, as the client wrote it: both APIs have the same words for it.</summary>
internal sealed record AudioPart(JsonElement Audio) : ChatPart;
