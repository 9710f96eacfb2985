import type { DomUtils, parseDocument } from "htmlparser2";

/** What reading a feed needs of htmlparser2, which is loaded only for a feed: its tables take a tenth of a cold start. */
export interface HtmlParser {
  DomUtils: typeof DomUtils;
  parseDocument: typeof parseDocument;
}

type Nodes = ReturnType<typeof parseDocument>["children"];
type FeedEntry = ReturnType<typeof DomUtils.getElementsByTagName>[number];

/** An entry of the feed in the words of Reddit's API; what the feed does not know is not there. */
export interface FeedPost {
  id: string;
  name: string;
  title: string;
  author: string;
  permalink: string;
  subreddit?: string;
  url?: string;
  created_utc?: number;
  selftext?: string;
  preview?: { images: { source: { url: string } }[] };
}

/** Reads an Atom entry as Reddit writes it; its `content` is escaped HTML with the anchors `[link]` and `[comments]`. */
export function readFeedEntry(entry: FeedEntry, html: HtmlParser): FeedPost {
  const { DomUtils, parseDocument } = html;
  const child = (name: string) => DomUtils.getElementsByTagName(name, entry.children, true, 1)[0];
  const text = (name: string) => DomUtils.textContent(child(name) ?? []).trim();

  const name = text("id");
  const content = parseDocument(text("content")).children;
  const subreddit = child("category")?.attribs["term"];
  const url = linkedUrl(content, html);
  const picture = DomUtils.getElementsByTagName("img", content, true, 1)[0]?.attribs["src"];
  const createdMs = Date.parse(text("published"));
  const textLinks = linksInText(content, html);
  return {
    id: name.replace(/^t3_/, ""),
    name,
    title: text("title"),
    author: text("name").replace(/^\/?u\//, "") || "[deleted]",
    permalink: child("link")?.attribs["href"] ?? "",
    ...(subreddit && { subreddit }),
    ...(url && { url }),
    ...(!Number.isNaN(createdMs) && { created_utc: createdMs / 1000 }),
    ...(textLinks.length > 0 && { selftext: textLinks.join("\n\n") }),
    ...(picture && { preview: { images: [{ source: { url: picture } }] } }),
  };
}

function linkedUrl(content: Nodes, { DomUtils }: HtmlParser): string | undefined {
  return DomUtils.getElementsByTagName("a", content).find(
    (anchor) => DomUtils.textContent(anchor).trim() === "[link]",
  )?.attribs["href"];
}

/** The URLs in the post's own text, which Reddit puts into a `div` of the class `md`. */
function linksInText(content: Nodes, { DomUtils }: HtmlParser): string[] {
  return DomUtils.getElementsByClassName("md", content)
    .flatMap((body) => DomUtils.getElementsByTagName("a", body.children))
    .flatMap((anchor) => anchor.attribs["href"] ?? []);
}
