namespace Relay.Configuring;

/// <summary>
/// Represents the place of a value. Values of a command line and of the environment have none, because the name identifies them.
/// </summary>
internal readonly record struct ConfigPlace(string File, int Line, int Column)
{
    /// <summary>The place of a value outside of files.</summary>
    public static ConfigPlace None { get; } = new("", 0, 0);

    /// <summary>Returns the start of a message: <c>relay.yaml:3:5: </c>, or an empty string.</summary>
    public override string ToString() => File.Length == 0 ? "" : $"{File}:{Line}:{Column}: ";
}
