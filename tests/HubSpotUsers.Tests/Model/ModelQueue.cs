namespace HubSpotUsers.Tests.Model;

/// <summary>A storage queue: at least once, in no order.</summary>
internal sealed class ModelQueue(World world)
{
    private readonly Lock _lock = new();
    private readonly List<ModelMessage> _messages = [];
    private int _sent;

    public IReadOnlyList<ModelMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    public ModelMessage Send(string body, TimeSpan delay)
    {
        lock (_lock)
        {
            var now = world.Time.GetUtcNow();
            var message = new ModelMessage($"message-{++_sent}", body, now) { VisibleAt = now + delay };
            _messages.Add(message);
            return message;
        }
    }

    public void Delete(ModelMessage message)
    {
        lock (_lock)
        {
            _messages.Remove(message);
        }
    }
}
