namespace Relay.Configuring;

/// <summary>Where something was written; of a command line and of the environment the name alone says that.</summary>
internal readonly record struct ConfigPlace(string File, int Line, int Column)
{
    /// <summary>No file.</summary>
    public static ConfigPlace None { get; } = new("", 0, 0);

    /// <summary>The start of a message: <c>relay.yaml:3:5: </c>, or nothing.</summary>
    public override string ToString() => File.Length == 0 ? "" : $"{File}:{Line}:{Column}: ";
}
