import * as z from "zod/mini";

import { askHost, notShown } from "../asking/ask-host.ts";
import { isAmong } from "../host-directory.ts";
import {
  nothing,
  original,
  picture,
  reduced,
  unknownPath,
  unsupportedAlbum,
} from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";
import { readJson } from "../asking/read-json.ts";

const oembedSchema = z.object({ url: z.optional(z.string()) });

/**
 * flickr: photo pages are asked by oEmbed (https://www.flickr.com/services/api/flickr.oembed.html), which gives at most
 * 1,024 pixels. A direct file is taken as it is, since each size's address has a secret of its own.
 */
export const flickr: MediaHost = {
  name: "flickr",
  domains: [
    "flickr.com",
    ".flickr.com",
    "flic.kr",
    "www.flic.kr",
    "staticflickr.com",
    ".staticflickr.com",
  ],
  read(given, { fragment = "" }) {
    // The mobile site of before 2019 had its pages behind "#".
    const url = fragment.startsWith("/photos/") ? new URL(fragment, given) : given;
    // The file servers of before 2012 were below `static.flickr.com`.
    if (/(?:^|\.)static\.?flickr\.com$/.test(url.hostname)) {
      const file = url.pathname.replace(/(?:_d)+(?=\.[a-z]+$)/i, "");
      if (!/\.[a-z]+$/i.test(file)) return nothing("not-a-picture");
      const link = `https://${url.hostname}${file}`;
      return picture(/_o\.[a-z]+$/i.test(file) ? original(link) : reduced(link));
    }
    if (isAlbum(url)) return unsupportedAlbum();
    const photo = url.hostname.endsWith("flic.kr")
      ? /^\/p\/[A-Za-z0-9]+/.exec(url.pathname)
      : /^\/photos\/[^/]+\/\d+/.exec(url.pathname);
    if (!photo) return unknownPath(url);
    const site = url.hostname.endsWith("flic.kr") ? "https://flic.kr" : "https://www.flickr.com";
    return { kind: "page", page: new URL(`${site}${photo[0]}`), candidates: [] };
  },
  async resolve(page, context) {
    const endpoint = new URL("https://www.flickr.com/services/oembed");
    endpoint.search = new URLSearchParams({ format: "json", url: page.href }).toString();
    const mayGo = ({ hostname }: URL) => isAmong(flickr.domains, hostname);
    const answer = await askHost(endpoint, context, { mayGo });
    if (answer.kind !== "answer") return notShown(answer, "flickr-gone");
    const { url } = readJson(oembedSchema, answer.text, "flickr");
    if (url === undefined) return { kind: "nothing", reason: "page-shows-no-picture" };
    return { kind: "pictures", album: false, items: [[reduced(url)]] };
  },
};

/** Albums were called sets; flickr's API alone lists what is in one. */
function isAlbum(url: URL): boolean {
  return url.hostname.endsWith("flic.kr")
    ? /^\/s\/./.test(url.pathname)
    : /^\/photos\/[^/]+\/(?:albums|sets|galleries)\/\d/.test(url.pathname);
}
