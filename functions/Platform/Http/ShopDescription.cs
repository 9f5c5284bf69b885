using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>The OpenAPI 3.1 description of the shop API, made from the functions themselves.</summary>
public static class ShopDescription
{
    private const string Address = "/api/openapi.json";
    private const string Person = "bearer";
    private const string Device = "device";

    public static IServiceCollection AddShopDescription(this IServiceCollection services) =>
        services.AddOpenApi(Fill);

    /// <summary>The answer at the root: for whoever looks in, and for the Functions host, which asks there whether the
    /// process is up. It asks nobody's name and no store.</summary>
    public static void MapShopSign(this WebApplication app) =>
        app.MapGet("/", () => TypedResults.Text($"Twisted Threads. The API is described at {Address}\n"))
            .ExcludeFromDescription().AllowAnonymous();

    private static void Fill(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Twisted Threads shop API",
                Version = "1",
                Description = "T-shirts on demand: catalogue, cart, checkout, orders, scanners, stock, costs.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Person] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
                [Device] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = "Device-Key",
                },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            Complete(operation, context);
            return Task.CompletedTask;
        });
    }

    // The serializer's converters are opaque to the generator; this says what they write.
    private static void Describe(OpenApiSchema schema, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(Money))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Required = new HashSet<string>(StringComparer.Ordinal) { "amount", "currency" };
            schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["amount"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = @"^-?\d+\.\d{2,}$" },
                ["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Z]{3}$" },
            };
        }
        else if (plain == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        }
        else if (plain.IsValueType && plain.GetInterfaces().Any(contract =>
            contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IIdentifier<>)))
        {
            schema.Type = JsonSchemaType.String;
        }
    }

    private static void Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var route = context.Description.RelativePath ?? string.Empty;
        operation.Parameters ??= [];
        if (context.Description.HttpMethod == HttpMethods.Head)
        {
            operation.OperationId += "Head";
        }

        AddParameters(operation.Parameters, context, route);
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<TakesCsvAttribute>().Any())
        {
            operation.RequestBody = CsvBody;
        }

        operation.Responses ??= [];
        operation.Responses.TryAdd("default", new OpenApiResponse
        {
            Description = "A refusal or a fault, as problem details (RFC 9457) with a stable code.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemResult.ContentType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
            },
        });
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AuthorizeAttribute>().Any())
        {
            operation.Security =
            [
                new() { [new OpenApiSecuritySchemeReference(Person, context.Document)] = [] },
                new() { [new OpenApiSecuritySchemeReference(Device, context.Document)] = [] },
            ];
        }
    }

    // What functions read of the request by themselves.
    private static void AddParameters(
        IList<IOpenApiParameter> parameters, OpenApiOperationTransformerContext context, string route)
    {
        foreach (var query in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryParameterAttribute>())
        {
            parameters.Add(Parameter(ParameterLocation.Query, query.Name, false, query.Description));
        }

        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (route == "api/checkout" || metadata.OfType<IdempotencyKeyAttribute>().Any())
        {
            parameters.Add(Header("Idempotency-Key", true, "One key an attempt; the same key replays."));
        }

        if (route == "api/checkout" || route.StartsWith("api/carts/", StringComparison.Ordinal))
        {
            parameters.Add(Header("Cart-Token", false, "The guest's token of the cart."));
        }

        if (route == "api/orders/{id}")
        {
            parameters.Add(Header("Order-Token", false, "The guest's token of the order."));
        }
    }

    private static OpenApiRequestBody CsvBody => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            [CsvReading.ContentType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
        },
    };

    private static OpenApiParameter Header(string name, bool isRequired, string description) =>
        Parameter(ParameterLocation.Header, name, isRequired, description);

    private static OpenApiParameter Parameter(
        ParameterLocation place, string name, bool isRequired, string description) => new()
        {
            Name = name,
            In = place,
            Required = isRequired,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
}
