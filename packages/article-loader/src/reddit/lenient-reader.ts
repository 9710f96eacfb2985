/** Reads a value of one shape; undefined, never an error, when it has any other. */
export type Reader<Value> = (given: unknown) => Value | undefined;

/** An object of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

export const text: Reader<string> = (given) => (typeof given === "string" ? given : undefined);
export const flag: Reader<boolean> = (given) => (typeof given === "boolean" ? given : undefined);
export const number: Reader<number> = (given) =>
  Number.isFinite(given) ? Number(given) : undefined;
/** Seconds since 1970, which the dumps of 2014 and 2015 write as text. */
export const seconds: Reader<number> = (given) =>
  typeof given === "string" && /^\d+(?:\.\d+)?$/.test(given) ? Number(given) : number(given);
/** A text of which null says that there is none: "" then. */
export const textOrNone: Reader<string> = (given) => (given === null ? "" : text(given));
/** An address, which holds no `&amp;` unless it was escaped as HTML, as answers of before 2023 are. */
export const urlText: Reader<string> = (given) => text(given)?.replaceAll("&amp;", "&");

/** Reads what `read` finds in an object, of which every field may be missing. */
export function fields<Found>(read: (given: Fields) => Found): Reader<Partial<Found>> {
  return (given) => (isObject(given) ? read(given) : undefined);
}

/** Reads each item; one of another shape keeps its place as undefined. */
export function list<Value>(read: Reader<Value>): Reader<(Value | undefined)[]> {
  return (given) => (Array.isArray(given) ? given.map((item) => read(item)) : undefined);
}

/** Reads each value of an object that has names for keys. */
export function table<Value>(read: Reader<Value>): Reader<Record<string, Value | undefined>> {
  return (given) =>
    isObject(given) && !Array.isArray(given)
      ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name, read(value)]))
      : undefined;
}

function isObject(given: unknown): given is Fields {
  return typeof given === "object" && given !== null;
}

/** Everything but the characters that SQS takes (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html), and line breaks. */
const notOneLineOfText = /[^\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]+/gu;

/** `text` as one line that any queue, log and file takes: well-formed, without control characters, at most `maxLength` long. */
export function safeText(text: string, maxLength: number): string {
  // Cut first: a stranger's text may be megabytes. A pair cut in half becomes one replacement character.
  return text.slice(0, maxLength).toWellFormed().replace(notOneLineOfText, " ").trim();
}
