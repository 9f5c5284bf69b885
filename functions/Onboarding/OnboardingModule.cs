using TwistedThreads.Commerce.Onboarding;

namespace TwistedThreads.Functions.Onboarding;

public static class OnboardingModule
{
    public static IServiceCollection AddOnboarding(this IServiceCollection services) => services
        .AddSingleton<MoveInFiles>()
        .AddSingleton<MoveInStore>()
        .AddSingleton<IMoveIns>(provider => provider.GetRequiredService<MoveInStore>())
        .AddSingleton<FileMapping>()
        .AddSingleton<ShelfReading>()
        .AddSingleton<CutOverPlan>()
        .AddSingleton<BookMoveInWorkflow>()
        .AddSingleton<MovedInFlags>()
        .AddSingleton<IMovedInFlags>(provider => provider.GetRequiredService<MovedInFlags>())
        .AddHostedService(provider => provider.GetRequiredService<MovedInFlags>());

    /// <summary>Who asks, for the record.</summary>
    public static string NameOfCaller(this HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.HttpContext.User.Identity?.Name ?? "unknown";
    }
}
