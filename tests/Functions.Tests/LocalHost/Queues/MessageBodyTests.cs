using Azure.Storage.Queues;
using LocalHost.Queues;

namespace Functions.Tests.LocalHost.Queues;

public sealed class MessageBodyTests
{
    [Fact]
    public void Base64_is_decoded_and_everything_else_of_the_message_kept()
    {
        var message = StoredMessage.Delivered("w7xiZXI=");

        Assert.True(MessageBody.TryDecode(message, QueueMessageEncoding.Base64, out var decoded));

        Assert.Equal("über", decoded.Body.ToString());
        Assert.Equal(
            (message.MessageId, message.PopReceipt, message.DequeueCount, message.InsertedOn, message.ExpiresOn, message.NextVisibleOn),
            (decoded.MessageId, decoded.PopReceipt, decoded.DequeueCount, decoded.InsertedOn, decoded.ExpiresOn, decoded.NextVisibleOn));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("abc")]
    public void Base64_WhatIsNone_IsNotDecoded(string body) =>
        Assert.False(MessageBody.TryDecode(StoredMessage.Delivered(body), QueueMessageEncoding.Base64, out _));

    [Fact]
    public void None_TextThatLooksLikeBase64_StaysAsItIs()
    {
        var message = StoredMessage.Delivered("w7xiZXI=");

        Assert.True(MessageBody.TryDecode(message, QueueMessageEncoding.None, out var decoded));

        Assert.Same(message, decoded);
    }

    [Fact]
    public void Bytes_that_are_no_text_arrive_replaced()
    {
        Assert.True(MessageBody.TryDecode(StoredMessage.Delivered("/w=="), QueueMessageEncoding.Base64, out var decoded));

        Assert.Equal("\uFFFD", decoded.Body.ToString());
    }
}
