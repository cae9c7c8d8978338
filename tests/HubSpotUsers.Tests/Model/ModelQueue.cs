namespace HubSpotUsers.Tests.Model;

/// <summary>A storage queue: at least once, in no order.</summary>
internal sealed class ModelQueue(World world)
{
    private readonly Lock _gate = new();
    private readonly List<ModelMessage> _messages = [];
    private int _sent;

    public IReadOnlyList<ModelMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    public ModelMessage Send(string body, TimeSpan delay)
    {
        lock (_gate)
        {
            var now = world.Time.GetUtcNow();
            var message = new ModelMessage($"message-{++_sent}", body, now) { VisibleAt = now + delay };
            _messages.Add(message);
            return message;
        }
    }

    public void Delete(ModelMessage message)
    {
        lock (_gate)
        {
            _messages.Remove(message);
        }
    }
}
