using System.Text.Json;

namespace Relay.Storing;

/// <summary>The items of a stored turn: as its client knows them, and as the turns to come read them.</summary>
internal static class TurnItems
{
    /// <summary>Input and output, as they are kept for the turns to come.</summary>
    public static IEnumerable<JsonElement> Kept(StoredResponse turn) => KeptInput(turn).Concat(KeptOutput(turn));

    public static IEnumerable<JsonElement> KeptInput(StoredResponse turn) => ResponseJson.Parse(turn.KeptInput ?? turn.Input).EnumerateArray();

    public static IEnumerable<JsonElement> KeptOutput(StoredResponse turn) =>
        turn.KeptItems is { } kept ? ResponseJson.Parse(kept).EnumerateArray() : ShownOutput(turn);

    /// <summary>Input and output, as the client knows them.</summary>
    public static IEnumerable<JsonElement> Shown(StoredResponse turn) => ResponseJson.Parse(turn.Input).EnumerateArray().Concat(ShownOutput(turn));

    private static IEnumerable<JsonElement> ShownOutput(StoredResponse turn) => ResponseJson.Output(ResponseJson.Parse(turn.Response));
}
