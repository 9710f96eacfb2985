import type { LinkCandidate } from "@reddit-crawler/message-schema";

import { guessed, nothing, original, picture, reduced } from "../link-readings.ts";
import type { HostReading, MediaHost } from "../media-host.ts";
import { pathSegments } from "../web-link.ts";

/**
 * Reddit's own hosts: uploads, their signed copies, Reddit's pictures of linked pages, and links to posts.
 * Signed URLs stay as they are to the letter, since any other parameter breaks the signature.
 */
export const reddit: MediaHost = {
  name: "reddit",
  // The hosts of nearly all links by their whole names, too: those are found at once.
  domains: [
    "i.redd.it",
    "preview.redd.it",
    "external-preview.redd.it",
    "redd.it",
    ".redd.it",
    "reddit.com",
    ".reddit.com",
    "i.reddituploads.com",
    ".redditmedia.com",
  ],
  // A network made for browsers, which ask for six at once.
  pace: { atOnce: 3, spacingMs: 0 },
  read(url) {
    if (/^\/award_images(?:\/|$)/.test(url.pathname)) return nothing("not-a-picture");
    switch (url.hostname) {
      case "i.redd.it":
        return readUpload(url);
      case "preview.redd.it":
        return readSignedUpload(url);
      case "external-preview.redd.it":
      case "i.redditmedia.com":
      case "g.redditmedia.com":
        return readPreview(url);
      case "i.reddituploads.com":
        return isRoot(url) ? nothing("not-a-picture") : picture(reduced(url.href));
      case "v.redd.it":
        return nothing("video");
      case "redd.it":
      case "www.redd.it":
        return readPostId(pathSegments(url)[0]);
      case "a.thumbs.redditmedia.com":
      case "b.thumbs.redditmedia.com":
        return nothing("thumbnail");
      case "out.reddit.com":
        return readNested(url, "url");
    }
    return url.hostname.endsWith("reddit.com") ? readSite(url) : nothing("not-a-picture");
  },
};

/**
 * The original of an upload, whose id stands behind the last "-v0-" where Reddit puts the title's words in front. Where
 * the link names another address, this one is guessed, and it can be nothing but the upload.
 */
function originalUpload(url: URL): LinkCandidate {
  const nameStart = url.pathname.lastIndexOf("/") + 1;
  const name = url.pathname.slice(nameStart);
  const last = name.split("-v0-").at(-1) ?? "";
  // Dots alone are no name, but steps of a path.
  const id = /[^.]/.test(last) ? last : name;
  const upload = original(`https://i.redd.it${url.pathname.slice(0, nameStart)}${id}`);
  return url.hostname === "i.redd.it" && id === name ? upload : guessed(upload);
}

function readUpload(url: URL): HostReading {
  return isRoot(url) ? nothing("not-a-picture") : picture(originalUpload(url));
}

function readSignedUpload(url: URL): HostReading {
  if (isRoot(url)) return nothing("not-a-picture");
  const upload = originalUpload(url);
  // Nobody but Reddit writes a signature, and always as plainly as this: the query need not be taken apart.
  return /[?&]s=/.test(url.search) ? picture(upload, reduced(url.href)) : picture(upload);
}

function readPreview(url: URL): HostReading {
  if (isRoot(url)) return nothing("not-a-picture");
  return picture({ url: url.href, quality: "preview" });
}

/** reddit.com and everything below it: www, old, new, np, m, sh, i, amp, languages. */
function readSite(url: URL): HostReading {
  const path = pathSegments(url);
  const [first] = path;
  if (first === "media") return readNested(url, "url");
  // Pages that Reddit shows before the one that was asked for.
  if (/^(?:over_?18|login|register|account)$/.test(first ?? "")) return readNested(url, "dest");
  if (first === "gallery" || first === "comments" || first === "tb") return readPostId(path[1]);
  if (first === "live") return nothing("live-thread");
  if (first === "video" || (first === "link" && path[2] === "video")) return nothing("video");
  if (first === "r" || first === "u" || first === "user") {
    if (path[2] === "comments") return readPostId(path[3]);
    if (path[2] === "s" && path[3] !== undefined) return nothing("share-link");
  }
  // An id of today has a digit, which no page of Reddit's own at this place has.
  if (path.length === 1 && /^(?=.*\d)[0-9a-z]{5,13}$/i.test(first ?? "")) return readPostId(first);
  return nothing("not-a-picture");
}

function readPostId(id: string | undefined): HostReading {
  const postId = id?.toLowerCase();
  if (postId === undefined || !/^[0-9a-z]{1,13}$/.test(postId)) return nothing("not-a-picture");
  return { kind: "post", postId };
}

function readNested(url: URL, parameter: string): HostReading {
  const link = url.searchParams.get(parameter);
  return link ? { kind: "elsewhere", link } : nothing("not-a-picture");
}

function isRoot(url: URL): boolean {
  return url.pathname.endsWith("/");
}
