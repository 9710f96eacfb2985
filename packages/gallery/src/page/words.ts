const numbers = new Intl.NumberFormat();
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const times = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** `1,024`, as the reader's language writes it. */
export function number(value: number): string {
  return numbers.format(value);
}

/** `1 post`, `2 posts`. */
export function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** An instant in the reader's own time zone. */
export function date(instant: string): string {
  return dates.format(new Date(instant));
}

/** The time of day of an instant in the reader's own time zone. */
export function time(instant: string): string {
  return times.format(new Date(instant));
}

/** Bytes for people: `812 B`, `3.4 KB`, `12 MB` (powers of 1,000), on one line. */
export function bytes(value: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let rest = value;
  let unit = 0;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return `${unit === 0 || rest >= 10 ? Math.round(rest) : rest.toFixed(1)}\u00A0${units[unit]}`;
}

/** A post's title; something to say where it has none. */
export function titleOf(post: { title: string; author: string }): string {
  return post.title.trim() === "" ? `Untitled, by u/${post.author}` : post.title;
}
