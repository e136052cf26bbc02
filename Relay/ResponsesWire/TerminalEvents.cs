using System.Buffers;
using System.Text.Json;
using Relay.Contract;
using Relay.Policies;

namespace Relay.ResponsesWire;

/// <summary>
/// Writes the events that end a response: <c>error</c> before <c>response.failed</c>, the terminal event and the end marker. The translator
/// and the replay of a stored response both end here, so both follow the policies <c>error_event</c> and <c>done_marker</c>.
/// </summary>
internal static class TerminalEvents
{
    /// <summary>Ends a response that failed.</summary>
    /// <param name="events">Receives the events.</param>
    /// <param name="policies">The policies of the upstream that made the response.</param>
    /// <param name="failure">The content of the <c>error</c> event.</param>
    /// <param name="response">The final response object as UTF-8 JSON.</param>
    public static void WriteFailed(EventWriter events, RelayPolicies policies, ApiError failure, in ReadOnlySequence<byte> response)
    {
        WriteError(events, policies.ErrorEvent, failure);
        Write(events, policies, EventTypes.Failed, response);
    }

    /// <summary>Ends a response with a terminal event.</summary>
    /// <param name="events">Receives the events.</param>
    /// <param name="policies">The policies of the upstream that made the response.</param>
    /// <param name="type">The type of the terminal event, such as <c>response.completed</c>.</param>
    /// <param name="response">The final response object as UTF-8 JSON.</param>
    public static void Write(EventWriter events, RelayPolicies policies, string type, in ReadOnlySequence<byte> response)
    {
        WriteLifecycle(events, type, response);
        if (policies.DoneMarker is DoneMarker.On)
        {
            events.Done();
        }
    }

    /// <summary>Writes an event that carries the response object.</summary>
    public static void WriteLifecycle(EventWriter events, string type, in ReadOnlySequence<byte> response)
    {
        var json = events.Open(type);
        json.WritePropertyName("response"u8);
        events.Value(response);
        events.Close();
    }

    // Half of the clients read the members of an error at the top level and the others below `error`; every client shows an error that has
    // both.
    private static void WriteError(EventWriter events, ErrorEvent form, ApiError failure)
    {
        if (form is ErrorEvent.None)
        {
            return;
        }

        var json = events.Open(EventTypes.Error);
        if (form is not ErrorEvent.Nested)
        {
            WriteMembers(json, failure);
        }

        if (form is not ErrorEvent.Flat)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("type"u8, failure.Type);
            WriteMembers(json, failure);
            json.WriteEndObject();
        }

        events.Close();
    }

    private static void WriteMembers(Utf8JsonWriter json, ApiError failure)
    {
        json.WriteString("code"u8, failure.Code);
        json.WriteString("message"u8, failure.Message);
        json.WriteString("param"u8, failure.Param);
    }
}
