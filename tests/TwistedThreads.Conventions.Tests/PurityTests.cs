using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Conventions.Tests;

/// <summary>What is decided in <c>shared/</c> depends on its arguments and on nothing else.</summary>
public sealed class PurityTests
{
    private const string Project = "shared/TwistedThreads.Commerce.csproj";
    private static readonly Assembly Commerce = typeof(Money).Assembly;

    // Clock, chance, disk, network, process, platform.
    private static readonly Regex Impure = new(
        @"\b(Random|RandomNumberGenerator|TimeProvider|Stopwatch|PeriodicTimer|HttpClient|Console)\b"
        + @"|\bGuid\s*\.\s*(NewGuid|CreateVersion7)\b"
        + @"|\b(DateTime|DateTimeOffset)\s*\.\s*(Now|UtcNow|Today)\b"
        + @"|\bTask\s*\.\s*Delay\b|\bThread\s*\.\s*Sleep\b"
        + @"|(?<![\w.])(File|Directory|Environment|Process|AppContext)\s*\."
        + @"|\bSystem\s*\.\s*(IO|Net)\b|\b(FileStream|FileInfo|DirectoryInfo)\b"
        + @"|(?<![\w.])(Azure|Microsoft)\s*\.",
        RegexOptions.ExplicitCapture);

    [Fact]
    public void The_rules_of_trade_reference_nothing_but_the_base_class_library() => Verdict.None(
        "TwistedThreads.Commerce may reference System.* only.",
        Commerce.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)
                || name.StartsWith("System.Net.", StringComparison.Ordinal)));

    [Fact]
    public void The_project_of_the_rules_of_trade_adds_no_reference_of_its_own()
    {
        var project = XDocument.Parse(Repository.Read(Project));

        Assert.Equal("Microsoft.NET.Sdk", project.Root!.Attribute("Sdk")!.Value);
        Verdict.None(
            $"{Project} stays without references.",
            project.Descendants().Select(element => element.Name.LocalName)
                .Where(name => name.EndsWith("Reference", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_rule_of_trade_looks_at_a_clock_a_die_a_disk_or_a_network() => Verdict.None(
        "In shared/ time, chance and stores are arguments.",
        Repository.SourcesIn("shared").SelectMany(file => file.Find(Impure)));

    [Theory]
    [InlineData("var id = Guid.NewGuid();")]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("var dice = new Random(7);")]
    [InlineData("public sealed class Shop(TimeProvider clock);")]
    [InlineData("var all = System.IO.File.ReadAllText(path);")]
    [InlineData("var all = File.ReadAllText(path);")]
    [InlineData("var home = Environment.GetEnvironmentVariable(name);")]
    [InlineData("using Azure.Storage;")]
    public void An_impure_line_would_be_found(string line) => Assert.Matches(Impure, CSharpText.Read(line).Code);

    [Theory]
    [InlineData("var days = DateTime.DaysInMonth(year, month);")]
    [InlineData("// Source: Microsoft Learn, Azure Functions; no Random here.")]
    [InlineData("var label = \"Environment.\";")]
    [InlineData("var file = order.File.Length;")]
    public void A_pure_line_would_pass(string line) => Assert.DoesNotMatch(Impure, CSharpText.Read(line).Code);

    [Fact]
    public void Only_workflows_ports_and_the_kernel_wait_for_anything() => Assert.Empty(
        Commerce.GetTypes()
            .Where(type => !type.IsInterface && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
            .Where(type => !MayWait(type))
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
                | BindingFlags.DeclaredOnly))
            .Where(method => IsAwaitable(method.ReturnType))
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}")
            .Order(StringComparer.Ordinal));

    private static bool MayWait(Type type) =>
        type.Name.EndsWith("Workflow", StringComparison.Ordinal)
        || type.Namespace == typeof(Money).Namespace
        || (type.DeclaringType is { } outer && MayWait(outer));

    private static bool IsAwaitable(Type type) => typeof(Task).IsAssignableFrom(type)
        || (type.Namespace, type.Name) is ("System.Threading.Tasks", "ValueTask" or "ValueTask`1")
            or ("System.Collections.Generic", "IAsyncEnumerable`1");
}
