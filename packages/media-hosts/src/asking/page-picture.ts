import { ThrottledError } from "@reddit-crawler/function-runtime/errors";

import { askHost, notShown } from "./ask-host.ts";
import { busyCooldownSeconds, saysBusy } from "./busy-words.ts";
import { isAmong } from "../host-directory.ts";
import { original } from "../link-readings.ts";
import type { MediaHost, Resolution, ResolveContext } from "../media-host.ts";

/** A tag ends before the next one begins, so that a page of nothing but beginnings is read once. */
const metaTag = /<meta\s[^<>]{1,3000}>/gi;
/** Characters; chosen: a page's head comes first, and what follows it is a stranger's text. */
const headLength = 256 * 1024;
/** In the order of trust; `og:image:secure_url` is the https form of the same. */
const pictureNames = ["og:image:secure_url", "og:image", "og:image:url", "twitter:image"];

/**
 * The one picture that a page of a picture host shows for itself; the page may move within the host's `domains`.
 * @throws {RetryableError} or {ThrottledError} when the host could not answer.
 */
export async function resolvePagePicture(
  page: URL,
  context: ResolveContext,
  domains: MediaHost["domains"],
): Promise<Resolution> {
  const mayGo = ({ hostname }: URL) => isAmong(domains, hostname);
  const answer = await askHost(page, context, { mayGo });
  if (answer.kind !== "answer") return notShown(answer, "page-gone");
  const picture = openGraphPicture(answer.text);
  const url = picture === undefined ? null : URL.parse(picture, page.href);
  if (!url && saysBusy(answer.text))
    throw new ThrottledError("http-429", `${page.host} is asked too much`, busyCooldownSeconds);
  if (!url) return { kind: "nothing", reason: "page-shows-no-picture" };
  return { kind: "pictures", album: false, items: [[original(url.href)]] };
}

/**
 * The address of the picture that a page shows for itself (https://ogp.me/), unescaped; undefined when its first 256 KB
 * name none.
 */
function openGraphPicture(html: string): string | undefined {
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
