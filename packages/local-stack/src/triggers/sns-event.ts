import * as z from "zod/mini";

const notificationSchema = z.object({
  Type: z.string(),
  MessageId: z.string(),
  TopicArn: z.string(),
  Subject: z.optional(z.string()),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.string(),
  Signature: z.string(),
  SigningCertURL: z.string(),
  UnsubscribeURL: z.string(),
  MessageAttributes: z.optional(z.record(z.string(), z.unknown())),
});

/**
 * The event that a function gets for a notification in the form that queues get
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html).
 */
export function snsEvent(notificationJson: string, subscriptionArn: string): object {
  const { SigningCertURL, UnsubscribeURL, Subject, MessageAttributes, ...rest } = z.parse(
    notificationSchema,
    JSON.parse(notificationJson),
  );
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscriptionArn,
        Sns: {
          ...rest,
          Subject: Subject ?? null,
          SigningCertUrl: SigningCertURL,
          UnsubscribeUrl: UnsubscribeURL,
          MessageAttributes: MessageAttributes ?? {},
        },
      },
    ],
  };
}
