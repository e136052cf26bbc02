using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Policies;
using Relay.Sealing;

namespace Relay.Translating.State;

/// <summary>What every part of one translation shares: the request's echo, the policies, new ids, warnings, and the failure once there is one.</summary>
internal sealed class TranslationContext(ResponseEcho echo, RelayPolicies policies, IIdSource ids, SecretWords secrets, ReasoningSeal? seal)
{
    public ResponseEcho Echo => echo;

    public RelayPolicies Policies => policies;

    public IIdSource Ids => ids;

    /// <summary>What neither errors nor warnings may show.</summary>
    public SecretWords Secrets => secrets;

    /// <summary>Whether no call may be announced before the finish reason is known, since it could be dropped.</summary>
    public bool HoldsCalls => policies.StopWithTools is StopWithTools.Drop;

    public WarningLog Warnings { get; } = new();

    /// <summary>What goes back to the vendor by way of the client; <see langword="null"/> when nobody would carry it.</summary>
    public ThoughtKeeper? Thoughts { get; } = seal is not null && (echo.EncryptsReasoning || echo.KeepsReasoning) ? new ThoughtKeeper(seal, echo.EncryptsReasoning) : null;

    /// <summary>Whether what a vendor puts into its calls goes back to it (Q30).</summary>
    public bool KeepsProviderFields => policies.ProviderFields is ProviderFields.Keep && Thoughts is not null;

    /// <summary>Why the response has to fail; the first reason stays.</summary>
    public ApiError? Failure { get; private set; }

    public void Fail(ApiError failure) => Failure ??= failure;

    public void Fail(string code, string message) => Fail(new ApiError(code, message));

    /// <summary>Whether the tool may be called; a tool never declared may by default (Q25).</summary>
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
