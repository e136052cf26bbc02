using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Policies;
using Relay.Sealing;

namespace Relay.Translating.State;

/// <summary>
/// Contains the state that all parts of one translation share: echo, policies, ids, warnings, and the failure once there is one.
/// </summary>
internal sealed class TranslationContext(ResponseEcho echo, RelayPolicies policies, IIdSource ids, SecretWords secrets, ReasoningSeal? seal)
{
    public ResponseEcho Echo => echo;

    public RelayPolicies Policies => policies;

    public IIdSource Ids => ids;

    /// <summary>Texts that errors and warnings must not contain.</summary>
    public SecretWords Secrets => secrets;

    /// <summary>Whether calls are announced only after the finish reason, because the policy may drop them.</summary>
    public bool HoldsCalls => policies.StopWithTools is StopWithTools.Drop;

    public WarningLog Warnings { get; } = new();

    /// <summary>
    /// The data that is sent back to the vendor through the client or the store; <see langword="null"/> if neither receives it.
    /// </summary>
    public ReasoningCollector? Reasoning { get; } = seal is not null
        && (echo.EncryptsReasoning || echo.KeepsReasoning)
            ? new ReasoningCollector(seal, echo.EncryptsReasoning)
            : null;

    /// <summary>Whether members that a vendor adds to calls are sent back to it (Q30).</summary>
    public bool KeepsProviderFields => policies.ProviderFields is ProviderFields.Keep && Reasoning is not null;

    /// <summary>Whether a payload was left out that may have been a part of the answer.</summary>
    public bool HasUnreadable { get; set; }

    /// <summary>The first reason why the response fails; <see langword="null"/> if there is none.</summary>
    public ApiError? Failure { get; private set; }

    public void Fail(ApiError failure) => Failure ??= failure;

    public void Fail(string code, string message) => Fail(new ApiError(code, message));

    /// <summary>Returns whether a tool may be called. By default an undeclared one may, with a warning (Q25).</summary>
    public bool AllowsTool(string name)
    {
        if (Failure is not null)
        {
            return false;
        }

        if (echo.DeclaredTools.Contains(name))
        {
            return true;
        }

        if (policies.UndeclaredTool is UndeclaredTool.Fail)
        {
            Fail("invalid_tool_call", "The upstream called a tool that was not declared.");
            return false;
        }

        Warnings.Add("A tool that was not declared was called.");
        return true;
    }
}
