const address = "https://arctic-shift.photon-reddit.com";

/** The archive's address of a path with a query. */
export function archiveUrl(path: string, query: Record<string, string>): URL {
  const url = new URL(path, address);
  url.search = new URLSearchParams(query).toString();
  return url;
}
