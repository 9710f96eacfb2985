import { askHost } from "./ask-host.ts";
import { original } from "./link-readings.ts";
import type { Resolution, ResolveContext } from "./media-host.ts";
import { openGraphPicture } from "./open-graph-picture.ts";

/**
 * The one picture that a page of a picture host shows for itself.
 * @throws {RetryableError} or {ThrottledError} when the host could not answer.
 */
export async function resolvePagePicture(page: URL, context: ResolveContext): Promise<Resolution> {
  const answer = await askHost(page, context);
  if (answer.kind === "gone") return { kind: "gone", reason: "page-gone" };
  const picture = openGraphPicture(answer.text);
  const url = picture === undefined ? null : URL.parse(picture, page.href);
  if (!url) return { kind: "nothing", reason: "page-shows-no-picture" };
  return { kind: "pictures", album: false, items: [[original(url.href)]] };
}
