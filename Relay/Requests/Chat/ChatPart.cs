using System.Text.Json;

namespace Relay.Requests.Chat;

/// <summary>Represents a part of a message's content.</summary>
internal abstract record ChatPart;

/// <summary>Represents text.</summary>
internal sealed record TextPart(string Text) : ChatPart;

/// <summary>Represents an image: a URL or a data URL.</summary>
internal sealed record ImagePart(string Url, string? Detail) : ChatPart;

/// <summary>Represents a file: an id that the vendor knows, or its content.</summary>
internal sealed record FilePart(string? Id, string? Content, string? Name) : ChatPart;

/// <summary>Represents audio. Both APIs use the same members for it, so it is passed on unchanged.</summary>
internal sealed record AudioPart(JsonElement Audio) : ChatPart;
