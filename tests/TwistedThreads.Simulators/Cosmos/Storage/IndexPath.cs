using System.Text;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>Paths of index policies and partition keys: <c>/a/b/?</c>, <c>/a/*</c>, <c>/"odd name"/[]/?</c>.</summary>
internal static class IndexPath
{
    public static IReadOnlyList<string> Split(string path)
    {
        var parts = new List<string>();
        for (var at = 0; at < path.Length;)
        {
            if (path[at] != '/')
            {
                throw new RefusalException(400, $"The path '{path}' is invalid: it must begin with '/'.");
            }

            at++;
            parts.Add(at < path.Length && path[at] == '"' ? Quoted(path, ref at) : Plain(path, ref at));
        }

        return parts;
    }

    private static string Plain(string path, ref int at)
    {
        var start = at;
        at = path.IndexOf('/', start) is var end && end < 0 ? path.Length : end;
        return path[start..at];
    }

    private static string Quoted(string path, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < path.Length && path[at] != '"'; at++)
        {
            at += path[at] == '\\' && at + 1 < path.Length ? 1 : 0;
            text.Append(path[at]);
        }

        at++;
        return text.ToString();
    }
}
