using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>How patient the sender is. All together stays well below the half minute that a function has.</summary>
public sealed class ServiceBusSenderOptions : ClientOptions
{
    public ServiceBusSenderOptions()
    {
        Retry.Mode = RetryMode.Exponential;
        Retry.MaxRetries = 4;
        Retry.Delay = TimeSpan.FromMilliseconds(250);
        Retry.MaxDelay = TimeSpan.FromSeconds(4);
        Retry.NetworkTimeout = TimeSpan.FromSeconds(8);
    }

    /// <summary>For everything that is sent in one call, repeats and pauses included.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(20);
}

/// <summary>Sends to Service Bus queues over HTTPS (docs/decisions/0010). When it returns, the broker has all messages;
/// when it throws it may have some, and repeats are dropped by their ids.</summary>
public sealed class ServiceBusSender : IMessageSender
{
    private readonly Uri _address;
    private readonly HttpPipeline _pipeline;
    private readonly TimeSpan _deadline;

    /// <param name="fullyQualifiedNamespace">Host name, such as <c>shop.servicebus.windows.net</c>.</param>
    /// <param name="credential">Needs the role Azure Service Bus Data Sender.</param>
    /// <param name="options">Patience and transport.</param>
    public ServiceBusSender(
        string fullyQualifiedNamespace, TokenCredential credential, ServiceBusSenderOptions? options = null)
    {
        options ??= new ServiceBusSenderOptions();
        _address = new Uri($"https://{fullyQualifiedNamespace}/");
        _deadline = options.Deadline;
        _pipeline = HttpPipelineBuilder.Build(options, new ServiceBusTokenPolicy(credential));
    }

    /// <exception cref="HopelessMessageException">A message can never be sent; none was.</exception>
    /// <exception cref="MessageBrokerException">The broker did not take all of them.</exception>
    public async Task SendAsync(string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_deadline);
        try
        {
            foreach (var request in ServiceBusRequest.For(messages))
            {
                await PostAsync(queue, request, deadline.Token);
            }
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new MessageBrokerException(
                $"{_address.Host} did not take all messages for {queue} within {_deadline.TotalSeconds:0.#} s.",
                true, late);
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException or IOException)
        {
            throw new MessageBrokerException($"{_address.Host} cannot be reached for {queue}.", true, fault);
        }
        catch (AuthenticationFailedException fault)
        {
            throw new MessageBrokerException(
                "There is no token for Service Bus: check ServiceBus__credential and ServiceBus__clientId. "
                + fault.Message, true, fault);
        }
    }

    private async Task PostAsync(string queue, ServiceBusRequest request, CancellationToken cancellation)
    {
        using var first = Message(queue, request);
        await _pipeline.SendAsync(first, cancellation);
        if (first.Response.Status != StatusCodes.Status401Unauthorized)
        {
            Judge(queue, first.Response);
            return;
        }

        using var second = Message(queue, request);
        ServiceBusTokenPolicy.Renew(second);
        await _pipeline.SendAsync(second, cancellation);
        Judge(queue, second.Response);
    }

    private HttpMessage Message(string queue, ServiceBusRequest content)
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = RequestMethod.Post;
        request.Uri.Reset(new Uri(_address, $"{Uri.EscapeDataString(queue)}/messages"));
        request.Headers.Add(HttpHeader.Names.ContentType, content.ContentType);
        if (content.BrokerProperties is { } properties)
        {
            request.Headers.Add(nameof(ServiceBusRequest.BrokerProperties), properties);
        }

        if (content.DiagnosticId is { } trace)
        {
            // A custom property that is text comes in quotation marks.
            request.Headers.Add(ServiceBusRequest.Diagnostic, $"\"{trace}\"");
        }

        request.Content = RequestContent.Create(content.Body);
        return message;
    }

    private static void Judge(string queue, Response response)
    {
        if (!response.IsError)
        {
            return;
        }

        var (advice, isTransient) = response.Status switch
        {
            401 => ("Give the identity the role Azure Service Bus Data Sender, in the namespace's own tenant.", false),
            403 => ("The queue is full or closed to senders, or the identity lacks a right.", false),
            404 or 410 => ("The queue does not exist: create it, or mend the setting that names it.", false),
            413 => ("The message is larger than the tier allows.", false),
            408 or 429 or >= 500 => ("The broker is busy or in trouble; it was asked several times.", true),
            _ => ("The broker does not understand the request.", false),
        };
        throw new MessageBrokerException(
            $"Queue {queue} answered {response.Status}. {advice} It said: {Shortened(response)}", isTransient);
    }

    private static string Shortened(Response response)
    {
        var text = response.ContentStream is null ? string.Empty : response.Content.ToString();
        return text.Length switch { 0 => "nothing", <= 500 => text, _ => text[..500] };
    }
}
