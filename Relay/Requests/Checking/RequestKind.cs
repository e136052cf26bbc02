namespace Relay.Requests.Checking;

/// <summary>The kinds of values a member of a request can be asked to have.</summary>
internal enum RequestKind
{
    Text,
    Flag,
    Number,
    Integer,
    Object,
    Array,
    TextOrTexts,
}
