using Conformance.Recording;

namespace Conformance.Running.Asking;

/// <summary>A relay's refusal of a request before anything reached the mock.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">The relay's own error message; <see langword="null"/> when it gave none.</param>
internal sealed record Refusal(int Status, string? Message)
{
    /// <summary>Returns the refusal in an answer; <see langword="null"/> if its status has nothing to do with wiring.</summary>
    public static Refusal? TryCreate(RecordedStream answer) =>
        answer.Status is 401 or 403 or 404 or 405 ? new Refusal(answer.Status.Value, RelayErrorText.TryRead(answer)) : null;
}
