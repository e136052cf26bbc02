using System.Globalization;
using Npgsql;
using Relay.Secrets;

namespace Relay.Options;

/// <summary>The address of a PostgreSQL database. Contains a password, so its text is only the kind of store.</summary>
public sealed class PostgresAddress
{
    /// <summary>An example of an address, for messages.</summary>
    internal const string Shape = "takes memory, or postgres://user:password@host:port/database.";

    private const int DefaultPort = 5432;

    private PostgresAddress(string connectionString) => ConnectionString = connectionString;

    internal string ConnectionString { get; }

    /// <summary>Reads <c>postgres://user:password@host:port/database?sslmode=require</c>.</summary>
    /// <param name="text">The address.</param>
    /// <param name="problem">The mistake in it; never a part that may be secret.</param>
    public static PostgresAddress? Read(string text, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);

        problem = "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql")
            || uri.AbsolutePath.Trim('/').Length == 0)
        {
            problem = Shape;
            return null;
        }

        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.IdnHost.Length > 0 ? uri.IdnHost : "localhost",
            Port = uri.Port > 0 ? uri.Port : DefaultPort,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
            ApplicationName = "relay",
            Timeout = 5,
            CommandTimeout = 10,
            MaxPoolSize = 20,
            Enlist = false,
        };
        ReadUser(uri.UserInfo, settings);
        problem = ReadParameters(uri.Query, settings);
        return problem.Length == 0 ? new PostgresAddress(settings.ConnectionString) : null;
    }

    /// <summary>Returns the kind of store.</summary>
    public override string ToString() => "postgres";

    private static void ReadUser(string userInfo, NpgsqlConnectionStringBuilder settings)
    {
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? userInfo : userInfo[..colon];
        settings.Username = user.Length > 0 ? Uri.UnescapeDataString(user) : null;
        settings.Password = colon < 0 ? null : Uri.UnescapeDataString(userInfo[(colon + 1)..]);
    }

    private static string ReadParameters(string query, NpgsqlConnectionStringBuilder settings)
    {
        foreach (var parameter in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? parameter : parameter[..equals];
            if (equals < 0 || !TryApply(name, Uri.UnescapeDataString(parameter[(equals + 1)..]), settings))
            {
                return $"has a parameter '{(SecretShape.MayBeKey(name) ? "[hidden]" : name)}' that is unknown or "
                    + "has an invalid value; known: sslmode, sslrootcert, search_path, "
                    + $"application_name, connect_timeout, pool.";
            }
        }

        return "";
    }

    private static bool TryApply(string name, string value, NpgsqlConnectionStringBuilder settings)
    {
        switch (name)
        {
            case "sslmode" when Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode):
                settings.SslMode = mode;
                return true;
            case "sslrootcert":
                settings.RootCertificate = value;
                return true;
            case "search_path":
                settings.SearchPath = value;
                return true;
            case "application_name":
                settings.ApplicationName = value;
                return true;
            case "connect_timeout" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and <= 1024:
                settings.Timeout = seconds;
                return true;
            case "pool" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= 1024:
                settings.MaxPoolSize = size;
                return true;
            default:
                return false;
        }
    }
}
