const words: Readonly<Record<string, string>> = {
  oauth: "Reddit's API",
  keyless: "Reddit's feed and the archive Arctic Shift",
  archive: "the archive Arctic Shift",
  feed: "Reddit's feed",
  file: "a file",
};

/** Where a crawl's listing was read, for people, and as of which instant: `a file, as of 2026-04-20 13:00 UTC`. */
export function sourceWords(source: string, dataAsOf: string | undefined): string {
  const name = words[source] ?? source;
  if (dataAsOf === undefined) return name;
  return `${name}, as of ${dataAsOf.slice(0, 16).replace("T", " ")} UTC`;
}
