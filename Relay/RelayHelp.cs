using Relay.Policies;

namespace Relay;

/// <summary>What <c>--help</c> prints; no line is longer than 80 columns.</summary>
internal static class RelayHelp
{
    public static string Text { get; } = $"""
        Relay: speaks OpenAI's Responses API to clients and Chat Completions to a
        vendor.

        Usage:
          Relay --upstream URL [options]

        Options:
          --upstream URL      Base URL of the vendor, such as http://127.0.0.1:9000/v1
                              (or UPSTREAM_BASE_URL). The key comes from
                              UPSTREAM_API_KEY; without it, the client's own
                              Authorization header is passed on.
          --port N            Port to listen on; 0 picks a free one. Default 8080.
          --host ADDRESS      Address to listen on. Default 127.0.0.1.
          --preset NAME       A set of policies: openai (the defaults), or codex
                              (hosted_tools=drop, unknown_item=drop).
          --set NAME=VALUE    One policy, clock or limit; may be given again.
          --seal-keys FILE    Keys that seal reasoning for clients that carry it, one
                              id:key a line, the key 32 bytes in base64; the first
                              seals, all unseal (or RELAY_SEAL_KEYS). Without it, a
                              key that ends with the process.
          --log-level LEVEL   trace, debug, information, warning, error or none.
                              Logs go to standard error. Default information.
          --print-policies    Print every policy, clock and limit, as GET /policies.
          --help              Print this.

        Clocks, in milliseconds (0 switches one off):
          connect_ms          Until a connection stands. Default 10000.
          first_byte_ms       Until the answer's first byte. Default 600000.
          transport_idle_ms   Without any byte. Default 300000.
          progress_idle_ms    Without anything of the answer. Default 600000.
          finish_grace_ms     For stragglers after a finish reason. Default 2000.
          keepalive_ms        Silence before a comment is sent. Default 15000.
          early_headers_ms    Until the stream opens regardless. Default 1000.

        Retries, of transport errors, 429 and 5xx, before the stream has opened:
          retry_max           Calls after the first; 0 for none. Default 2.
          retry_base_ms       Longest first wait, if none is said. Default 250.
          retry_cap_ms        Longer waits are left to the client. Default 10000.

        Limits:
          max_streams         Most answers under way; 0 for no limit. Default 0.
          max_event_bytes     Largest upstream event. Default 33554432.
          max_body_bytes      Largest request. Default 67108864.

        Policies (the first value is the default):
        {Policies()}

        Exit codes:
          0  stopped as asked    2  wrong usage    3  cannot listen
        """;

    private static string Policies() =>
        string.Join('\n', PolicyCatalog.All.Select(static policy => $"  {policy.Name,-18}  {string.Join(", ", policy.Values.Select(static value => value.Name))}"));
}
