/** Everything but the characters that SQS takes (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html), and line breaks. */
const notOneLineOfText = /[^\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]+/gu;

/** `text` as one line that any queue, log and file takes: well-formed, without control characters, at most `maxLength` long. */
export function safeText(text: string, maxLength: number): string {
  // Cut first: a stranger's text may be megabytes. A pair cut in half becomes one replacement character.
  return text.slice(0, maxLength).toWellFormed().replace(notOneLineOfText, " ").trim();
}
