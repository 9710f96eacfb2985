import { askHost, notShown } from "./ask-host.ts";
import { isAmong } from "../host-directory.ts";
import { original } from "../link-readings.ts";
import type { MediaHost, Resolution, ResolveContext } from "../media-host.ts";
import { openGraphPicture } from "./open-graph-picture.ts";

/**
 * The one picture that a page of a picture host shows for itself; the page may move within the host's `domains`.
 * @throws {RetryableError} or {ThrottledError} when the host could not answer.
 */
export async function resolvePagePicture(
  page: URL,
  context: ResolveContext,
  domains: MediaHost["domains"],
): Promise<Resolution> {
  const answer = await askHost(page, context, {}, ({ hostname }) => isAmong(domains, hostname));
  if (answer.kind !== "answer") return notShown(answer, "page-gone");
  const picture = openGraphPicture(answer.text);
  const url = picture === undefined ? null : URL.parse(picture, page.href);
  if (!url) return { kind: "nothing", reason: "page-shows-no-picture" };
  return { kind: "pictures", album: false, items: [[original(url.href)]] };
}
