/** A tag ends before the next one begins, so that a page of nothing but beginnings is read once. */
const metaTag = /<meta\s[^<>]{1,3000}>/gi;
/** Characters; chosen: a page's head comes first, and what follows it is a stranger's text. */
const headLength = 256 * 1024;
/** In the order of trust; `og:image:secure_url` is the https form of the same. */
const pictureNames = ["og:image:secure_url", "og:image", "og:image:url", "twitter:image"];

/**
 * The address of the picture that a page shows for itself (https://ogp.me/), unescaped; undefined when its first 256 KB
 * name none.
 */
export function openGraphPicture(html: string): string | undefined {
  const contents = new Map<string, string>();
  for (const [tag] of html.slice(0, headLength).matchAll(metaTag)) {
    const name = attribute(tag, "property") ?? attribute(tag, "name");
    const content = attribute(tag, "content");
    if (name !== undefined && content && !contents.has(name)) contents.set(name, content);
  }
  return pictureNames.map((name) => contents.get(name)).find((content) => content !== undefined);
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "i").exec(tag);
  return (match?.[1] ?? match?.[2])?.replaceAll("&amp;", "&").trim();
}
