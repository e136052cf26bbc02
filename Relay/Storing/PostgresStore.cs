using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Relay.Options;

namespace Relay.Storing;

/// <summary>Stores responses in PostgreSQL, so that a relay can be restarted and several can share them.</summary>
/// <remarks>
/// Sockets complete inline in this process, on the threads that all streams share. Every call therefore begins and ends on a thread of the
/// pool (<see cref="AskAsync{T}"/>).
/// </remarks>
internal sealed class PostgresStore : IResponseStore
{
    private const string Columns =
        "r.id, r.owner, r.previous_id, r.status, r.background, r.streamed, r.response, r.input, r.item_ids, "
        + "r.kept_until, r.lease_until, r.kept_items, r.kept_input, r.upstream";

    private const string UpdateRunning = """
        UPDATE relay_responses
        SET status = @status, response = @response, item_ids = @items, lease_until = @lease, kept_items = @kept_items
        WHERE id = @id AND owner = @owner AND status IN ('queued', 'in_progress')
        """;

    // Locked, so that no other relay declares the response lost between the look and the insertion.
    private const string UnlessFailed = "AND r.status <> 'failed' FOR SHARE";

    // A turn is renewed after a tenth of its time: most turns of a conversation then write one row instead of all.
    private const int RenewalShare = 10;

    private readonly NpgsqlDataSource _database;

    public PostgresStore(PostgresAddress address)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(address.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        _database = builder.Build();
    }

    public Task OpenAsync(CancellationToken cancellationToken) => TranslateAsync(
        async () =>
        {
            await PostgresMigrations.ApplyAsync(_database, cancellationToken);
            return true;
        },
        cancellationToken);

    public Task AddAsync(
        StoredResponse response, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(CreateInsert(response));
            for (var part = 0; part < events.Count; part++)
            {
                batch.BatchCommands.Add(CreatePart(response.Key, part, events[part]));
            }

            return await batch.ExecuteNonQueryAsync(CancellationToken.None);
        },
        cancellationToken);

    public Task<bool> UpdateAsync(StoredResponse response, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var command = Command(connection, UpdateRunning, response.Key);
            AddState(command.Parameters, response);
            return await command.ExecuteNonQueryAsync(CancellationToken.None) > 0;
        },
        cancellationToken);

    public Task<bool> EndLostAsync(StoredResponse response, DateTimeOffset now, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var command = Command(connection, UpdateRunning + " AND lease_until < @now", response.Key, now);
            AddState(command.Parameters, response);
            return await command.ExecuteNonQueryAsync(CancellationToken.None) > 0;
        },
        cancellationToken);

    public Task<StoredResponse?> FindAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var command = Command(
                connection,
                $"SELECT {Columns} FROM relay_responses r WHERE r.id = @id AND r.owner = @owner AND r.kept_until > @now",
                key,
                now);
            return (await ReadAsync(command)).SingleOrDefault();
        },
        cancellationToken);

    public Task<IReadOnlyList<StoredResponse>> ReadChainAsync(
        ResponseKey key, DateTimeOffset now, DateTimeOffset keptUntil, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var command = Command(
                connection,
                $"""
                 WITH RECURSIVE chain AS (
                     SELECT r.*, 1 AS depth FROM relay_responses r WHERE r.id = @id AND r.owner = @owner AND r.kept_until > @now
                     UNION ALL
                     SELECT r.*, chain.depth + 1 FROM relay_responses r JOIN chain ON r.id = chain.previous_id
                     WHERE r.owner = @owner AND r.kept_until > @now
                 )
                 SELECT {Columns} FROM chain r ORDER BY r.depth DESC
                 """,
                key,
                now);
            var chain = await ReadAsync(command);
            await RenewChainAsync(connection, chain, keptUntil - ((keptUntil - now) / RenewalShare), keptUntil);
            return chain;
        },
        cancellationToken);

    public Task<IReadOnlyList<StoredResponse>> FindByItemsAsync(
        string owner, IReadOnlyList<string> itemIds, DateTimeOffset now, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var command = Command(
                connection,
                $"SELECT {Columns} FROM relay_responses r WHERE r.item_ids && @items AND r.owner = @owner AND r.kept_until > @now",
                new ResponseKey(owner, ""),
                now);
            command.Parameters.Add(new NpgsqlParameter<string[]>("items", [.. itemIds.Select(PostgresId.Encode)]));
            return await ReadAsync(command);
        },
        cancellationToken);

    public Task<bool> DeleteAsync(ResponseKey key, DateTimeOffset now, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var command = Command(
                connection,
                "DELETE FROM relay_responses WHERE id = @id AND owner = @owner AND kept_until > @now",
                key,
                now);
            return await command.ExecuteNonQueryAsync(CancellationToken.None) > 0;
        },
        cancellationToken);

    public Task AddEventsAsync(ResponseKey key, int part, ReadOnlyMemory<byte> events, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(CreatePart(key, part, events, UnlessFailed));
            return await batch.ExecuteNonQueryAsync(CancellationToken.None);
        },
        cancellationToken);

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadEventsAsync(
        ResponseKey key, int from, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<ReadOnlyMemory<byte>>>(
        async connection =>
        {
            await using var command = Command(
                connection,
                """
                SELECT e.body FROM relay_events e JOIN relay_responses r ON r.id = e.response_id
                WHERE r.id = @id AND r.owner = @owner AND e.part >= @from ORDER BY e.part
                """,
                key);
            command.Parameters.Add(new NpgsqlParameter<int>("from", from));
            var parts = new List<ReadOnlyMemory<byte>>();
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                parts.Add(reader.GetFieldValue<byte[]>(0));
            }

            return parts;
        },
        cancellationToken);

    public Task<IReadOnlyList<string>> RenewAsync(
        IReadOnlyList<string> ids, DateTimeOffset leaseUntil, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<string>>(
        async connection =>
        {
            await using var command = Command(
                connection,
                "UPDATE relay_responses SET lease_until = @lease "
                + "WHERE id = ANY(@ids) AND status IN ('queued', 'in_progress') RETURNING id");
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("lease", leaseUntil));
            command.Parameters.Add(new NpgsqlParameter<string[]>("ids", [.. ids]));
            var renewed = new List<string>();
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                renewed.Add(reader.GetString(0));
            }

            return renewed;
        },
        cancellationToken);

    public Task<IReadOnlyList<StoredResponse>> FindLostAsync(DateTimeOffset now, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var command = Command(
                connection,
                $"SELECT {Columns} FROM relay_responses r WHERE r.status IN ('queued', 'in_progress') AND r.lease_until < @now LIMIT 100");
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
            return await ReadAsync(command);
        },
        cancellationToken);

    public Task<int> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            await using var command = Command(connection, "DELETE FROM relay_responses WHERE kept_until <= @now");
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", now));
            return await command.ExecuteNonQueryAsync(CancellationToken.None);
        },
        cancellationToken);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    // The token only ends the wait for a connection, and this wait. A command that runs ends by itself, at the latest after the driver's
    // time limit: to cancel it, the driver blocks a thread that it waits for itself, because sockets complete inline here. Measured: all
    // streams of the relay stood still for 5 s.
    private async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> question, CancellationToken cancellationToken) =>
        await TranslateAsync(
            async () =>
            {
                await using var connection = await _database.OpenConnectionAsync(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                return await question(connection);
            },
            cancellationToken);

    private static async Task<T> TranslateAsync<T>(Func<Task<T>> question, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(question, cancellationToken)
                .WaitAsync(cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (PostgresException exception)
        {
            throw new StoreUnavailableException(Describe(exception), exception, PostgresErrors.Classify(exception.SqlState));
        }
        catch (Exception exception) when (exception is TimeoutException || exception.InnerException is TimeoutException)
        {
            throw new StoreUnavailableException("The store did not answer in time.", exception, StoreFailure.Timeout);
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or SocketException or AuthenticationException)
        {
            throw new StoreUnavailableException("The store cannot be reached.", exception);
        }
    }

    // The server's messages name users, databases and values.
    private static string Describe(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "The store rejected the user or the password.",
        PostgresErrorCodes.InvalidCatalogName => "The store's database does not exist.",
        PostgresErrorCodes.InsufficientPrivilege => "The user of the store lacks a privilege; it must be able to create tables.",
        _ => $"The store returned an error (SQLSTATE {exception.SqlState}).",
    };

    private static NpgsqlBatchCommand CreateInsert(StoredResponse response)
    {
        var command = new NpgsqlBatchCommand(
            """
            INSERT INTO relay_responses (
                id, owner, previous_id, status, background, streamed, response, input, item_ids,
                kept_until, lease_until, kept_items, kept_input, upstream)
            VALUES (
                @id, @owner, @previous, @status, @background, @streamed, @response, @input, @items,
                @kept, @lease, @kept_items, @kept_input, @upstream)
            """);
        AddKey(command.Parameters, response.Key);
        AddState(command.Parameters, response);
        command.Parameters.Add(
            new NpgsqlParameter<string?>("previous", NpgsqlTypes.NpgsqlDbType.Text) { TypedValue = response.PreviousId });
        command.Parameters.Add(new NpgsqlParameter<bool>("background", response.Background));
        command.Parameters.Add(new NpgsqlParameter<bool>("streamed", response.Streamed));
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>>("input", response.Input));
        command.Parameters.Add(CreateNullable("kept_input", response.KeptInput));
        command.Parameters.Add(new NpgsqlParameter<string?>("upstream", NpgsqlTypes.NpgsqlDbType.Text) { TypedValue = response.Upstream });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("kept", response.KeptUntil));
        return command;
    }

    private static NpgsqlBatchCommand CreatePart(ResponseKey key, int part, ReadOnlyMemory<byte> events, string condition = "")
    {
        // Contains no user input.
#pragma warning disable CA2100
        var command = new NpgsqlBatchCommand(
            $"""
             INSERT INTO relay_events (response_id, part, body)
             SELECT r.id, @part, @body FROM relay_responses r WHERE r.id = @id AND r.owner = @owner {condition}
             ON CONFLICT DO NOTHING
             """);
#pragma warning restore CA2100
        AddKey(command.Parameters, key);
        command.Parameters.Add(new NpgsqlParameter<int>("part", part));
        command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>>("body", events));
        return command;
    }

    private static void AddKey(NpgsqlParameterCollection parameters, ResponseKey key)
    {
        parameters.Add(new NpgsqlParameter<string>("id", PostgresId.Encode(key.Id)));
        parameters.Add(new NpgsqlParameter<string>("owner", key.Owner));
    }

    private static void AddState(NpgsqlParameterCollection parameters, StoredResponse response)
    {
        parameters.Add(new NpgsqlParameter<string>("status", response.Status));
        parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>>("response", response.Response));
        parameters.Add(new NpgsqlParameter<string[]>("items", [.. response.ItemIds.Select(PostgresId.Encode)]));
        parameters.Add(
            new NpgsqlParameter<DateTimeOffset?>("lease", NpgsqlTypes.NpgsqlDbType.TimestampTz) { TypedValue = response.LeaseUntil });
        parameters.Add(CreateNullable("kept_items", response.KeptItems));
    }

    private static NpgsqlParameter CreateNullable(string name, ReadOnlyMemory<byte>? value) =>
        new(name, NpgsqlTypes.NpgsqlDbType.Bytea) { Value = value is { } bytes ? bytes : DBNull.Value };

    private static async Task<IReadOnlyList<StoredResponse>> ReadAsync(NpgsqlCommand command)
    {
        var found = new List<StoredResponse>();
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            found.Add(new StoredResponse
            {
                Key = new ResponseKey(reader.GetString(1), reader.GetString(0)),
                PreviousId = reader.IsDBNull(2) ? null : reader.GetString(2),
                Status = reader.GetString(3),
                Background = reader.GetBoolean(4),
                Streamed = reader.GetBoolean(5),
                Response = reader.GetFieldValue<byte[]>(6),
                Input = reader.GetFieldValue<byte[]>(7),
                ItemIds = reader.GetFieldValue<string[]>(8),
                KeptUntil = reader.GetFieldValue<DateTimeOffset>(9),
                LeaseUntil = reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10),
                KeptItems = ReadBytes(reader, 11),
                KeptInput = ReadBytes(reader, 12),
                Upstream = reader.IsDBNull(13) ? null : reader.GetString(13),
            });
        }

        return found;
    }

    private static ReadOnlyMemory<byte>? ReadBytes(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(reader.GetFieldValue<byte[]>(column));

    private static async Task RenewChainAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredResponse> chain, DateTimeOffset ageingBefore, DateTimeOffset keptUntil)
    {
        var ageing = chain.Where(response => response.KeptUntil < ageingBefore).Select(static response => response.Key.Id).ToArray();
        if (ageing.Length == 0)
        {
            return;
        }

        await using var command = Command(connection, "UPDATE relay_responses SET kept_until = @kept WHERE id = ANY(@ids)");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("kept", keptUntil));
        command.Parameters.Add(new NpgsqlParameter<string[]>("ids", ageing));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, ResponseKey key, DateTimeOffset? now = null)
    {
        var command = Command(connection, sql);
        AddKey(command.Parameters, key);
        if (now is { } time)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("now", time));
        }

        return command;
    }

    // Contains no user input, only names of parameters.
#pragma warning disable CA2100
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection);
#pragma warning restore CA2100
}
