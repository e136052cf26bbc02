using System.Text;
using System.Text.Json.Nodes;
using Scenarios.Model;

namespace MockUpstream.Tests.Refusing;

/// <summary>
/// For each refusal of each strict vendor a request that it meets, the same request put right, and the answer, written from the vendor's
/// documents.
/// </summary>
internal static class RefusedRequests
{
    /// <summary>What stands in the request unless a row says otherwise.</summary>
    public const string Plain = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";

    public static IReadOnlyList<RefusedRequest> All { get; } =
    [
        new(
            "mistral",
            "unknown-member",
            """{"seed":7,"user":"x"}""",
            """{"random_seed":7}""",
            422,
            """{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted","input":7},"""
                + """{"type":"extra_forbidden","loc":["body","user"],"msg":"Extra inputs are not permitted","input":"x"}]}"""),
        new(
            "mistral",
            "stream-options",
            """{"stream":true,"stream_options":{"include_usage":true}}""",
            """{"stream":true}""",
            422,
            """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options","include_usage"],"msg":"Extra inputs are not """
                + """permitted","input":true}]}"""),
        new(
            "mistral",
            "unknown-member-of-assistant",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","reasoning_content":"Well"},"""
                + """{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"}]}""",
            422,
            """{"detail":[{"type":"extra_forbidden","loc":["body","messages",1,"assistant","reasoning_content"],"msg":"Extra inputs are """
                + """not permitted","input":"Well"}]}"""),
        new(
            "mistral",
            "unknown-member-of-user",
            """{"messages":[{"role":"user","content":"Hi","name":"bob"}]}""",
            """{"messages":[{"role":"user","content":"Hi"}]}""",
            422,
            """{"detail":[{"type":"extra_forbidden","loc":["body","messages",0,"user","name"],"msg":"Extra inputs are not """
                + """permitted","input":"bob"}]}"""),
        new(
            "mistral",
            "unknown-member-of-call",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"D681PevKs","type":"function","function":{"name":"get_weather","arguments":"{}"},"extra_content":{}}]},"""
                    + """{"role":"tool","tool_call_id":"D681PevKs","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"D681PevKs","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"D681PevKs","content":"11"}]}""",
            422,
            """{"detail":[{"type":"extra_forbidden","loc":["body","messages",1,"assistant","tool_calls",0,"extra_content"],"msg":"Extra """
                + """inputs are not permitted","input":{}}]}"""),
        new(
            "mistral",
            "last-role",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","prefix":true}]}""",
            400,
            """{"object":"error","message":"Expected last role User or Tool (or Assistant with prefix True) for serving but got """
                + """assistant","type":"invalid_request_message_order","param":null,"code":"3230"}"""),
        new(
            "mistral",
            "user-after-tool",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"D681PevKs","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"D681PevKs","content":"11"},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"D681PevKs","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call"""
                    + """_id":"D681PevKs","content":"11"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"object":"error","message":"Unexpected role 'user' after role """
                + """'tool'","type":"invalid_request_message_order","param":null,"code":"3230"}"""),
        new(
            "mistral",
            "tool-after-user",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"tool","tool_call_id":"D681PevKs","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"}]}""",
            400,
            """{"object":"error","message":"Unexpected role 'tool' after role """
                + """'user'","type":"invalid_request_message_order","param":null,"code":"3230"}"""),
        new(
            "mistral",
            "calls-and-outputs",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"D681PevKs","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"D681PevKs","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call"""
                    + """_id":"D681PevKs","content":"11"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"object":"error","message":"Not the same number of function calls and """
                + """responses","type":"invalid_request_error","param":null,"code":null}"""),
        new(
            "mistral",
            "empty-assistant",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":""},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"object":"error","message":"Assistant message must have either content or tool_calls, but not """
                + """none.","type":"invalid_request_error","param":null,"code":null}"""),
        new(
            "mistral",
            "call-id",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"functi"""
                + """on","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_1","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"D681PevKs","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"D681PevKs","content":"11"}]}""",
            400,
            """{"object":"error","message":"Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of """
                + """9.","type":"invalid_function_call","param":null,"code":"3280"}"""),
        new(
            "mistral",
            "function-name",
            """{"tools":[{"type":"function","function":{"name":"get weather","parameters":{"type":"object","properties":{}}}}]}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}}]}""",
            400,
            """{"object":"error","message":"Function name was get weather but must be a-z, A-Z, 0-9, or contain underscores and dashes, """
                + """with a maximum length of 64.","type":"invalid_request_error","param":null,"code":null}"""),
        new(
            "openai",
            "unknown-member",
            """{"foo":1}""",
            """{}""",
            400,
            """{"error":{"message":"Unrecognized request argument supplied: """
                + """foo","type":"invalid_request_error","param":null,"code":null}}"""),
        new(
            "openai",
            "empty-tools",
            """{"tools":[]}""",
            """{}""",
            400,
            """{"error":{"message":"Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array """
                + """instead.","type":"invalid_request_error","param":"tools","code":"empty_array"}}"""),
        new(
            "openai",
            "empty-calls",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","tool_calls":[]},"""
                + """{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"Invalid 'messages[1].tool_calls': empty array. Expected an array with minimum length 1, but got an """
                + """empty array instead.","type":"invalid_request_error","param":"messages[1].tool_calls","code":"empty_array"}}"""),
        new(
            "openai",
            "tool-name",
            """{"tools":[{"type":"function","function":{"name":"get weather","parameters":{"type":"object","properties":{}}}}]}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}}]}""",
            400,
            """{"error":{"message":"Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the """
                + """pattern """
                    + """'^[a-zA-Z0-9_-]+$'.","type":"invalid_request_error","param":"tools[0].function.name","code":"invalid_value"}}"""),
        new(
            "openai",
            "long-tool-name",
            """{"tools":[{"type":"function","function":{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","param"""
                + """eters":{"type":"object","properties":{}}}}]}""",
            """{"tools":[{"type":"function","function":{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","parame"""
                + """ters":{"type":"object","properties":{}}}}]}""",
            400,
            """{"error":{"message":"Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64, but got """
                + """a string with length 65 """
                    + """instead.","type":"invalid_request_error","param":"tools[0].function.name","code":"string_above_max_length"}}"""),
        new(
            "openai",
            "call-name",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"functio"""
                + """n","function":{"name":"get weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"functio"""
                + """n","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            400,
            """{"error":{"message":"Invalid 'messages[1].tool_calls[0].function.name': string does not match pattern. Expected a string """
                + """that matches the pattern '^[a-zA-Z0-9_-]+$'.","type":"invalid_request_error","param":"messages[1].tool_calls[0]."""
                    + """function.name","code":"invalid_value"}}"""),
        new(
            "openai",
            "long-call-id",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"ccccccccccccccccccccccccccccccccccccccccc","type":"function","function":{"name":"get_weather","arguments":"{"""
                    + """}"}}]},{"role":"tool","tool_call_id":"ccccccccccccccccccccccccccccccccccccccccc","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"cccccccccccccccccccccccccccccccccccccccc","type":"function","function":{"name":"get_weather","arguments":"{"""
                    + """}"}}]},{"role":"tool","tool_call_id":"cccccccccccccccccccccccccccccccccccccccc","content":"11"}]}""",
            400,
            """{"error":{"message":"Invalid 'messages[1].tool_calls[0].id': string too long. Expected a string with maximum length 40, """
                + """but got a string with length 41 instead.","type":"invalid_request_error","param":"messages[1].tool_calls[0]."""
                    + """id","code":"string_above_max_length"}}"""),
        new(
            "openai",
            "unanswered-call",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":["""
                + """{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"c1","content":"11"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"An assistant message with 'tool_calls' must be followed by tool messages responding to each """
                + """'tool_call_id'. The following tool_call_ids did not have response messages: """
                    + """c1","type":"invalid_request_error","param":"messages.[2].role","code":null}}"""),
        new(
            "openai",
            "orphan-output",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"functio"""
                + """n","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            400,
            """{"error":{"message":"Invalid parameter: messages with role 'tool' must be a response to a preceeding message with """
                + """'tool_calls'.","type":"invalid_request_error","param":"messages.[1].role","code":null}}"""),
        new(
            "openai",
            "parallel-without-tools",
            """{"parallel_tool_calls":true}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":"""
                + """{}}}}],"parallel_tool_calls":true}""",
            400,
            """{"error":{"message":"Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are """
                + """specified.","type":"invalid_request_error","param":"parallel_tool_calls","code":null}}"""),
        new(
            "openai",
            "options-without-stream",
            """{"stream_options":{"include_usage":true}}""",
            """{"stream":true,"stream_options":{"include_usage":true}}""",
            400,
            """{"error":{"message":"The 'stream_options' parameter is only allowed when 'stream' is """
                + """enabled.","type":"invalid_request_error","param":"stream_options","code":null}}"""),
        new(
            "openai",
            "null-content",
            """{"messages":[{"role":"user","content":null}]}""",
            """{"messages":[{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"Invalid value for 'content': expected a string, got """
                + """null.","type":"invalid_request_error","param":"messages.[0].content","code":null}}"""),
        new(
            "openai",
            "no-word-json",
            """{"response_format":{"type":"json_object"}}""",
            """{"response_format":{"type":"json_object"},"messages":[{"role":"user","content":"Say it in JSON"}]}""",
            400,
            """{"error":{"message":"'messages' must contain the word 'json' in some form, to use 'response_format' of type """
                + """'json_object'.","type":"invalid_request_error","param":"messages","code":null}}"""),
        new(
            "openai-reasoning",
            "max-tokens",
            """{"max_tokens":100}""",
            """{"max_completion_tokens":100}""",
            400,
            """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' """
                + """instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}"""),
        new(
            "openai-reasoning",
            "temperature",
            """{"temperature":0.2}""",
            """{"temperature":1}""",
            400,
            """{"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is """
                + """supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}"""),
        new(
            "azure",
            "max-tokens",
            """{"max_tokens":100}""",
            """{"max_completion_tokens":100}""",
            400,
            """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' """
                + """instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}"""),
        new(
            "azure",
            "temperature",
            """{"temperature":0.2}""",
            """{"temperature":1}""",
            400,
            """{"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is """
                + """supported.","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}"""),
        new(
            "deepseek",
            "developer-role",
            """{"messages":[{"role":"developer","content":"Be brief"},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"Failed to deserialize the JSON body into the target type: messages[0].role: unknown variant """
                + """`developer`, expected one of `system`, `user`, `assistant`, `tool`, """
                    + """`latest_reminder`","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "deepseek",
            "image",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"""
                + """[{"type":"text","text":"Hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"Failed to deserialize the JSON body into the target type: messages[2]: unknown variant `image_url`, """
                + """expected `text`","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "deepseek",
            "json-schema",
            """{"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}}}""",
            """{"response_format":{"type":"json_object"},"messages":[{"role":"user","content":"Say it in JSON"}]}""",
            400,
            """{"error":{"message":"This response_format type is unavailable """
                + """now","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "deepseek",
            "no-word-json",
            """{"response_format":{"type":"json_object"}}""",
            """{"response_format":{"type":"json_object"},"messages":[{"role":"user","content":"Say it in JSON"}]}""",
            400,
            """{"error":{"message":"Prompt must contain the word 'json' in some form to use 'response_format' of type """
                + """'json_object'.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "deepseek",
            "reasoning-missing",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"functio"""
                + """n","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"reasoning_content":"","tool_calls":"""
                + """[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            400,
            """{"error":{"message":"The `reasoning_content` in the thinking mode must be passed back to the """
                + """API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "deepseek",
            "forced-choice",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":"""
                + """{}}}}],"tool_choice":"required"}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":"""
                + """{}}}}],"tool_choice":"required","thinking":{"type":"disabled"}}""",
            400,
            """{"error":{"message":"Thinking mode does not support this """
                + """tool_choice","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "deepseek",
            "tool-name-twice",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}},"""
                + """{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}}]}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}},"""
                + """{"type":"function","function":{"name":"get_time","parameters":{"type":"object","properties":{}}}}]}""",
            400,
            """{"error":{"message":"Tool names must be """
                + """unique.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "deepseek",
            "tool-name",
            """{"tools":[{"type":"function","function":{"name":"get weather","parameters":{"type":"object","properties":{}}}}]}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}}]}""",
            400,
            """{"error":{"message":"Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the """
                + """pattern '^[a-zA-Z0-9_-]+$'.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "deepseek",
            "unanswered-call",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"reasoning_content":"","tool_calls":["""
                + """{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"reasoning_content":"","tool_calls":"""
                + """[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"c1","content":"11"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"An assistant message with 'tool_calls' must be followed by tool messages responding to each """
                + """'tool_call_id'. (insufficient tool messages following tool_calls """
                    + """message)","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "deepseek",
            "orphan-output",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"reasoning_content":"","tool_calls":"""
                + """[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            400,
            """{"error":{"message":"Messages with role 'tool' must be a response to a preceding message with """
                + """'tool_calls'","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}"""),
        new(
            "kimi",
            "temperature",
            """{"temperature":0.2}""",
            """{"temperature":1.0}""",
            400,
            """{"error":{"message":"invalid temperature: only 1 is allowed for this model","type":"invalid_request_error"}}"""),
        new(
            "kimi",
            "thinking-twice",
            """{"thinking":{"type":"enabled"},"reasoning_effort":"high"}""",
            """{"thinking":{"type":"enabled"}}""",
            400,
            """{"error":{"message":"cannot specify both 'thinking' and 'reasoning_effort'","type":"invalid_request_error"}}"""),
        new(
            "kimi",
            "reasoning-missing",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"functio"""
                + """n","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"reasoning_content":"","tool_calls":"""
                + """[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            400,
            """{"error":{"message":"thinking is enabled but reasoning_content is missing in assistant tool call message at index """
                + """1","type":"invalid_request_error"}}"""),
        new(
            "kimi",
            "choice-required",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":"""
                + """{}}}}],"tool_choice":"required"}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":"""
                + """{}}}}],"tool_choice":"auto"}""",
            400,
            """{"error":{"message":"tool_choice 'required' is incompatible with thinking enabled","type":"invalid_request_error"}}"""),
        new(
            "kimi",
            "choice-specified",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":"""
                + """{}}}}],"tool_choice":{"type":"function","function":{"name":"get_weather"}}}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":"""
                + """{}}}}],"tool_choice":{"type":"function","function":{"name":"get_weather"}},"thinking":{"type":"disabled"}}""",
            400,
            """{"error":{"message":"tool_choice 'specified' is incompatible with thinking enabled","type":"invalid_request_error"}}"""),
        new(
            "kimi",
            "empty-assistant",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":""},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"Invalid request: the message at position 1 with role 'assistant' must not be """
                + """empty","type":"invalid_request_error"}}"""),
        new(
            "kimi",
            "function-name",
            """{"tools":[{"type":"function","function":{"name":"1st","parameters":{"type":"object","properties":{}}}}]}""",
            """{"tools":[{"type":"function","function":{"name":"first","parameters":{"type":"object","properties":{}}}}]}""",
            400,
            """{"error":{"message":"function name is invalid, must start with a letter and can contain letters, numbers, underscores, """
                + """and dashes","type":"invalid_request_error"}}"""),
        new(
            "kimi",
            "schema-root",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"properties":{}}}}]}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}}]}""",
            400,
            """{"error":{"message":"tools.function.parameters.type is required and must be \"object\"","type":"invalid_request_error"}}"""),
        new(
            "gemini",
            "unknown-member",
            """{"seed":7,"metadata":{}}""",
            """{}""",
            400,
            """[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"metadata\": Cannot find field.\nInvalid """
                + """JSON payload received. Unknown name \"seed\": Cannot find field.","status":"INVALID_ARGUMENT","details":"""
                    + """[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"description":"Invalid JSON payload """
                        + """received. Unknown name \"metadata\": Cannot find field."},{"description":"Invalid JSON payload received. """
                            + """Unknown name \"seed\": Cannot find field."}]}]}}]"""),
        new(
            "gemini",
            "signature-missing",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"functio"""
                + """n","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"},"extra_content":{"google":"""
                    + """{"thought_signature":"b25l"}}}]},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            400,
            """[{"error":{"code":400,"message":"Function call is missing a thought_signature in functionCall parts. This is required for """
                + """tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, """
                    + """function call `default_api:get_weather` , position 2. Please refer to """
                        + """https://ai.google.dev/gemini-api/docs/thought-signatures for more details.","status":"INVALID_ARGUMENT"}}]"""),
        new(
            "gemini",
            "function-name",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}},"""
                + """{"type":"function","function":{"name":"1st","parameters":{"type":"object","properties":{}}}}]}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{}}}},"""
                + """{"type":"function","function":{"name":"first.one","parameters":{"type":"object","properties":{}}}}]}""",
            400,
            """[{"error":{"code":400,"message":"* GenerateContentRequest.tools[0].function_declarations[1].name: Invalid function name. """
                + """Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.) or dashes """
                    + """(-), with a maximum length of 64.\n","status":"INVALID_ARGUMENT"}}]"""),
        new(
            "groq",
            "unknown-member",
            """{"reasoning":{"effort":"low"}}""",
            """{"reasoning_effort":"low"}""",
            400,
            """{"error":{"message":"property 'reasoning' is unsupported","type":"invalid_request_error"}}"""),
        new(
            "groq",
            "log-probabilities",
            """{"logprobs":true}""",
            """{}""",
            400,
            """{"error":{"message":"`logprobs` is not supported with this model","type":"invalid_request_error"}}"""),
        new(
            "groq",
            "reasoning-content",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","reasoning_content":"Well"},"""
                + """{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","reasoning":"Well"},"""
                + """{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"'messages.1' : for 'role:assistant' the following must be satisfied[('messages.1' : property """
                + """'reasoning_content' is unsupported)]","type":"invalid_request_error"}}"""),
        new(
            "qwen",
            "developer-role",
            """{"messages":[{"role":"developer","content":"Be brief"},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"developer is not one of ['system', 'assistant', 'user', 'tool', 'function'] - """
                + """'messages.[0].role'","type":"invalid_request_error","param":null,"code":"invalid_parameter_error"},"id":"chatcmpl-"""
                    + """strict","request_id":"strict"}"""),
        new(
            "qwen",
            "empty-tools",
            """{"tools":[]}""",
            """{}""",
            400,
            """{"error":{"message":"[] is too short - 'tools'","type":"invalid_request_error","param":null,"code":"invalid_parameter_"""
                + """error"},"id":"chatcmpl-strict","request_id":"strict"}"""),
        new(
            "qwen",
            "long-tool-name",
            """{"tools":[{"type":"function","function":{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","param"""
                + """eters":{"type":"object","properties":{}}}}]}""",
            """{"tools":[{"type":"function","function":{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","parame"""
                + """ters":{"type":"object","properties":{}}}}]}""",
            400,
            """{"error":{"message":"<400> InternalError.Algo.InvalidParameter: The length of the tool name cannot exceed 64.","type":"inv"""
                + """alid_request_error","param":null,"code":"invalid_parameter_error"},"id":"chatcmpl-strict","request_id":"strict"}"""),
        new(
            "qwen",
            "unanswered-call",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":["""
                + """{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":"""
                + """[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"c1","content":"11"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"<400> InternalError.Algo.InvalidParameter: An assistant message with \"tool_calls\" must be followed """
                + """by tool messages responding to each \"tool_call_id\". The following tool_call_ids did not have response messages: """
                    + """message[2].role","type":"invalid_request_error","param":null,"code":"invalid_parameter_error"},"id":"chatcmpl-"""
                        + """strict","request_id":"strict"}"""),
        new(
            "qwen",
            "orphan-output",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"functio"""
                + """n","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"11"}]}""",
            400,
            """{"error":{"message":"<400> InternalError.Algo.InvalidParameter: messages with role \"tool\" must be a response to a """
                + """preceeding message with \"tool_calls\".","type":"invalid_request_error","param":null,"code":"invalid_parameter_"""
                    + """error"},"id":"chatcmpl-strict","request_id":"strict"}"""),
        new(
            "qwen",
            "forced-choice",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":"""
                + """{}}}}],"tool_choice":"required","enable_thinking":true}""",
            """{"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":"""
                + """{}}}}],"tool_choice":"required","enable_thinking":false}""",
            400,
            """{"error":{"message":"<400> InternalError.Algo.InvalidParameter: The tool_choice parameter does not support being set to """
                + """required or object in thinking mode","type":"invalid_request_error","param":null,"code":"invalid_parameter_error"}"""
                    + ""","id":"chatcmpl-strict","request_id":"strict"}"""),
        new(
            "glm",
            "no-user",
            """{"messages":[{"role":"system","content":"Be brief"}]}""",
            """{"messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"code":"1214","message":"The messages parameter is illegal. Please check the documentation."}}"""),
        new(
            "vllm",
            "system-first",
            """{"messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},"""
                + """{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"system","content":"Be brief"},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},"""
                + """{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"System message must be at the beginning.","type":"BadRequestError","param":null,"code":400}}"""),
        new(
            "ollama",
            "null-content",
            """{"messages":[{"role":"user","content":null}]}""",
            """{"messages":[{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"message":"invalid message content type: <nil>","type":"invalid_request_error","param":null,"code":null}}"""),
        new(
            "llama-cpp",
            "empty-assistant",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","reasoning_content":"Well"},"""
                + """{"role":"user","content":"Hi"}]}""",
            """{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"reasoning_content":"Well"},"""
                + """{"role":"user","content":"Hi"}]}""",
            400,
            """{"error":{"code":400,"message":"Assistant message must contain either 'content' or """
                + """'tool_calls'!","type":"invalid_request_error"}}"""),
    ];

    /// <summary>The row for a refusal; a vendor that is like another has the other's.</summary>
    public static RefusedRequest Of(StrictVendor vendor, string id) =>
        All.FirstOrDefault(row => row.Vendor == vendor.Name && row.Refusal == id)
            ?? All.First(row => row.Vendor == "openai" && row.Refusal == id);

    /// <summary>The request that a vendor refuses.</summary>
    public static byte[] Bad(StrictVendor vendor, string id) => With(Of(vendor, id).Bad);

    /// <summary>The plain request with other members.</summary>
    public static byte[] With(string members)
    {
        var request = JsonNode.Parse(Plain)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            request[name] = value?.DeepClone();
        }

        return Encoding.UTF8.GetBytes(request.ToJsonString());
    }
}

/// <summary>One row.</summary>
/// <param name="Vendor">The strict vendor.</param>
/// <param name="Refusal">The refusal's id.</param>
/// <param name="Bad">The members of a request that is refused.</param>
/// <param name="Good">The members of one that is not.</param>
/// <param name="Status">The status of the refusal.</param>
/// <param name="Body">Its body.</param>
internal sealed record RefusedRequest(string Vendor, string Refusal, string Bad, string Good, int Status, string Body);
