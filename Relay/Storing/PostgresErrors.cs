using Npgsql;

namespace Relay.Storing;

/// <summary>Says which errors of PostgreSQL pass by themselves or when an operator helps, and which would come again.</summary>
internal static class PostgresErrors
{
    // The classes of SQLSTATE that concern the statement, its values or the privileges it needs, not the state of the server.
    private static readonly string[] OfStatements = ["0A", "21", "22", "23", "26", "42", "44", "54", "P0"];

    /// <summary>Returns the kind of failure of a SQLSTATE.</summary>
    public static StoreFailure Classify(string state) =>
        state is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable ? StoreFailure.Timeout
        : OfStatements.Contains(state[..2], StringComparer.Ordinal) ? StoreFailure.Rejected
        : StoreFailure.Unreachable;
}
