namespace Relay.Requests.Checking;

/// <summary>Specifies the kinds of values that a member can be required to have.</summary>
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
