using System.Text.Json;

namespace Relay.Storing;

/// <summary>Returns the items of a stored turn in the client's form and in the form for later turns.</summary>
internal static class TurnItems
{
    /// <summary>Returns input and output as they are stored for later turns.</summary>
    public static IEnumerable<JsonElement> Kept(StoredResponse turn) => KeptInput(turn).Concat(KeptOutput(turn));

    public static IEnumerable<JsonElement> KeptInput(StoredResponse turn) =>
        ResponseJson.Parse(turn.KeptInput ?? turn.Input).EnumerateArray();

    public static IEnumerable<JsonElement> KeptOutput(StoredResponse turn) =>
        turn.KeptItems is { } kept ? ResponseJson.Parse(kept).EnumerateArray() : ShownOutput(turn);

    /// <summary>Returns input and output as the client received them.</summary>
    public static IEnumerable<JsonElement> Shown(StoredResponse turn) =>
        ResponseJson.Parse(turn.Input).EnumerateArray().Concat(ShownOutput(turn));

    private static IEnumerable<JsonElement> ShownOutput(StoredResponse turn) => ResponseJson.Output(ResponseJson.Parse(turn.Response));
}
