/** SQS's quota for a message and for a batch in total (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html). */
export const maxMessageBytes = 1_048_576;

/** A message as it goes into the queue. */
export interface MessageText {
  text: string;
  /** Its length in UTF-8, which is how SQS counts. */
  bytes: number;
}

/** Every surrogate for itself, which is why there is no `u` flag. */
const outsideOfPlainText = /[\uD800-\uDFFF\uFFFE\uFFFF]/g;

/**
 * JSON that SQS accepts whatever text is in it: SQS allows only the characters of XML 1.0
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). JSON itself escapes
 * control characters and lone surrogates. Pairs of surrogates are escaped as well, since an emulator refuses emoji, and
 * one refused post would hold up its whole crawl.
 */
export function messageText(message: object): MessageText {
  const json = JSON.stringify(message);
  const bytes = Buffer.byteLength(json);
  // Most messages are ASCII alone, which needs no escapes.
  if (bytes === json.length) return { text: json, bytes };
  const text = json.replaceAll(
    outsideOfPlainText,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
  return { text, bytes: Buffer.byteLength(text) };
}
