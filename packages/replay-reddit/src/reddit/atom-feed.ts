import type { ListedPost } from "../listing/posts/listed-post.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

/** Characters that XML 1.0 does not allow (its production 2); Reddit leaves them out. */
// oxlint-disable-next-line no-control-regex -- these are the characters meant
const notXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Writes posts as Reddit's Atom feed (RFC 4287) of the page at `url`. */
export function atomFeed(url: URL, names: readonly string[], posts: readonly ListedPost[]): string {
  const joined = names.join("+");
  const updated = timeOf(posts[0]?.created_utc ?? 0);
  const address = escaped(url.href);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">`,
    `<category term="${joined}" label="r/${joined}"/><updated>${updated}</updated>`,
    `<icon>https://www.redditstatic.com/icon.png/</icon><id>${escaped(url.pathname + url.search)}</id>`,
    `<link rel="self" href="${address}" type="application/atom+xml" />`,
    `<link rel="alternate" href="${escaped(url.href.replace(/\.rss\b/, ""))}" type="text/html" />`,
    `<title>${joined}</title>`,
    ...posts.map(entry),
    "</feed>",
  ]
    .join("")
    .replace(notXml, "");
}

function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "+00:00");
}

function entry(post: ListedPost): string {
  const permalink = absolute(post.permalink);
  const thumbnail = post.thumbnail ?? "";
  const time = timeOf(post.created_utc);
  const shown = thumbnail.startsWith("https://")
    ? `<media:thumbnail url="${escaped(thumbnail)}" />`
    : "";
  return [
    `<entry><author><name>/u/${post.author}</name><uri>https://www.reddit.com/user/${post.author}</uri></author>`,
    `<category term="${post.subreddit}" label="r/${post.subreddit}"/>`,
    `<content type="html">${escaped(content(post, permalink, thumbnail))}</content>`,
    `<id>${post.name}</id>${shown}<link href="${escaped(permalink)}" />`,
    `<updated>${time}</updated><published>${time}</published><title>${escaped(post.title)}</title></entry>`,
  ].join("");
}

/** The entry's page: the text of the post or its thumbnail, who posted it, and the two anchors. */
function content(post: ListedPost, permalink: string, thumbnail: string): string {
  const author = `&#32; submitted by &#32; <a href="https://www.reddit.com/user/${post.author}"> /u/${post.author} </a>`;
  const links = `<span><a href="${escaped(absolute(post.url))}">[link]</a></span> &#32; <span><a href="${escaped(permalink)}">[comments]</a></span>`;
  const text = post.selftext ?? "";
  const body =
    text === "" ? "" : `<!-- SC_OFF --><div class="md">${rendered(text)}</div><!-- SC_ON --> `;
  if (!thumbnail.startsWith("https://")) return `${body}${author} <br/> ${links}`;
  const alt = escaped(post.title);
  return `<table> <tr><td> <a href="${escaped(permalink)}"> <img src="${escaped(thumbnail)}" alt="${alt}" title="${alt}" /> </a> </td><td> ${author} <br/> ${links} </td></tr></table>`;
}

/** Markdown as HTML, as far as the replay's texts use it: paragraphs, links, bare URLs. */
function rendered(markdown: string): string {
  const link = /!?\[([^\]]*)\]\((\S+?)(?: "[^"]*")?\)|https?:\/\/[^\s()]+[^\s().,]/g;
  return markdown
    .split("\n\n")
    .map((paragraph) => {
      const linked = escaped(paragraph)
        .replaceAll("&quot;", '"')
        .replace(link, (whole, label, target) => {
          if (target === undefined) return `<a href="${whole}">${whole}</a>`;
          return /^https?:/.test(String(target)) ? `<a href="${target}">${label}</a>` : "";
        });
      return `<p>${linked}</p>`;
    })
    .join("\n\n");
}

function absolute(url: string): string {
  return new URL(url, "https://www.reddit.com").href;
}
