/** The segments of an address of Reddit's website, which may be relative; undefined when it leads anywhere else. */
export function redditPath(address: string | undefined): string[] | undefined {
  const url = address ? URL.parse(address, "https://www.reddit.com/") : null;
  if (!url || !/^(?:.+\.)?reddit\.com$/.test(url.hostname)) return undefined;
  return url.pathname.split("/").filter((segment) => segment !== "");
}
