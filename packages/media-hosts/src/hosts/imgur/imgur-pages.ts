import type { LinkCandidate } from "@reddit-crawler/message-schema";

import { askHost, notShown } from "../../asking/ask-host.ts";
import { imgurErrorIn, readImgurAnswer } from "./imgur-answer.ts";
import { withClientId } from "./imgur-client-id.ts";
import type { ImgurCredit } from "./imgur-credit.ts";
import type { ImgurPageId } from "./imgur-page-id.ts";
import { guessed, original, reduced } from "../../link-readings.ts";
import type { Resolution, ResolveContext } from "../../media-host.ts";
import { pathSegments } from "../../web-link.ts";

/**
 * Asks imgur's API what a page holds: `/ID`, `/a/ID`, `/gallery/ID`, or a list `/ID,ID`.
 * Without any client id a single picture is an item without a file, and an album is `imgur-album-needs-client-id`, or
 * refused where imgur's page should have given one. A picture that the API has forgotten is one without a file as well: the
 * files outlive its memory, and the link's reading guesses their addresses.
 * @throws {ThrottledError} when the client's credit is used up; {RetryableError} when the API could not answer.
 */
export async function resolveImgurPage(
  page: URL,
  context: ResolveContext,
  credit: ImgurCredit,
  pageId: ImgurPageId,
): Promise<Resolution> {
  const path = pathSegments(page);
  const id = path.at(-1) ?? "";
  if (id.includes(",")) return pictures(true, id.split(",").map(direct));

  const kind = path.length === 1 ? "media" : path[0] === "a" ? "albums" : "posts";
  const asked = await withClientId(context, pageId, async (clientId) => {
    const endpoint = new URL(`https://api.imgur.com/post/v1/${kind}/${id}`);
    endpoint.search = new URLSearchParams({ client_id: clientId, include: "media" }).toString();
    credit.spare(context.now());
    const given = await askHost(endpoint, context, { errorIn: imgurErrorIn });
    credit.note(given.headers, context.now());
    return { given, said: given.kind === "answer" ? readImgurAnswer(given.text) : undefined };
  });
  if (asked.kind !== "asked") {
    if (kind === "media") return pictures(false, [[]]);
    if (asked.kind === "refused") return asked;
    return {
      kind: "refused",
      reason: `imgur-${path[0] === "a" ? "album" : "gallery"}-needs-client-id`,
    };
  }

  const { given: answer, said: post } = asked.answer;
  if (!post) return kind === "media" ? pictures(false, [[]]) : notShown(answer, "imgur-album-gone");

  const items = (post.media ?? []).flatMap(({ url }) =>
    url && isFile(url) ? [[original(url)]] : [],
  );
  if (items.length > 0) return pictures(post.is_album ?? kind !== "media", items);
  const isEmpty = (post.media ?? []).length === 0;
  return { kind: "nothing", reason: isEmpty ? "imgur-album-empty" : "page-shows-no-picture" };
}

function pictures(album: boolean, items: LinkCandidate[][]): Resolution {
  return { kind: "pictures", album, items };
}

function direct(id: string): LinkCandidate[] {
  return [guessed(reduced(`https://i.imgur.com/${id}.jpg`))];
}

function isFile(url: string): boolean {
  return /^https:\/\/i\.imgur\.com\/[A-Za-z0-9]+\.[a-z0-9]+$/i.test(url);
}
