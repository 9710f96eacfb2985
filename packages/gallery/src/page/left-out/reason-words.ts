/** Why a post or one of its links gave no picture, in words, by the code in its record. */
const words: Readonly<Record<string, string>> = {
  "age-check-wanted": "The host asks for an age check instead of showing the page.",
  "album-cover": "The album could not be opened: Reddit's one picture of it is all there is.",
  "album-not-supported": "Albums of this host cannot be opened.",
  "answer-is-a-page": "The link leads to a web page, not to a picture.",
  "beyond-max-per-post": "The crawl takes fewer pictures of a post.",
  "declared-too-large": "The picture is larger than the limit.",
  "deleted-by-author": "The author deleted the post.",
  "deleted-gallery": "The gallery was deleted.",
  "empty-page": "The page links no picture.",
  empty: "The host sent an empty file.",
  "flickr-gone": "Flickr shows no picture there: it was deleted or is private.",
  "gallery-item-deleted": "The author has taken this picture out of the gallery.",
  "gallery-item-failed": "Reddit could not process this picture of the gallery.",
  "gallery-item-missing": "Reddit's listing lacks this picture of the gallery.",
  "gallery-item-unprocessed": "Reddit had not finished processing this picture of the gallery.",
  "gallery-item-video": "This item of the gallery is a video.",
  "gallery-not-listed": "Reddit's listing names no picture of this gallery.",
  "gallery-needs-api":
    "The public feed does not list galleries, and the archive did not give this one: crawl again later.",
  "host-not-allowed": "The link leads to a host that is not on the list.",
  "host-not-enabled": "Pictures of this host are switched off.",
  "host-shows-none-here": "The host shows its pictures to nobody where the crawler runs.",
  "imgur-album-empty": "The Imgur album is empty.",
  "imgur-album-gone": "Imgur has no album there.",
  "imgur-album-needs-client-id":
    "Imgur albums need a client id, and that of Imgur's page is switched off.",
  "imgur-gallery-needs-client-id":
    "Imgur galleries need a client id, and that of Imgur's page is switched off.",
  "imgur-page-has-no-client-id": "Imgur's page did not give the client id that albums need.",
  "imgur-page-refused": "Imgur's page was refused, which gives the client id that albums need.",
  "invalid-url": "The link is no URL.",
  json: "The host sent data, not a picture.",
  "links-another-post": "The post links another Reddit post.",
  "links-nested-too-deep": "The link leads through too many other links.",
  "links-not-sendable": "The post's links could not be queued.",
  "live-thread": "The post links a live thread.",
  "login-wanted": "The host asks for a login instead of showing the page.",
  live: "The post links a live thread.",
  markup: "The host sent a web page, not a picture.",
  "message-too-large": "The post links more than one message can hold.",
  "no-picture-links": "The post links no picture.",
  "not-a-picture": "The link does not lead to a picture.",
  nsfw: "The post is marked as NSFW, and the crawl leaves those out.",
  "other-author": "The post is by another author than the crawl asks for.",
  "other-flair": "The post has another flair than the crawl asks for.",
  "page-gone": "The linked page does not exist.",
  "page-in-a-page": "The page links yet another page.",
  "page-not-supported": "Pages of this host cannot be read.",
  "page-shows-no-picture": "The linked page shows no picture.",
  placeholder: "The host answers with its “removed” picture.",
  poll: "The post is a poll.",
  promoted: "The post is an advertisement.",
  "redgifs-gone": "RedGIFs has no such clip.",
  "redirected-elsewhere": "The host sends to another site instead of showing the page.",
  "refused-by-host": "The host refuses to give the picture.",
  "refused-url":
    "The link leads to an address that is not on the public internet, or is malformed.",
  removed: "The post was removed or deleted.",
  "score-too-low": "The post's score is lower than the crawl asks for.",
  "sent-too-much": "The picture is larger than the limit.",
  "share-link": "The link is a share link: Reddit is not asked which post it means.",
  svg: "SVG drawings can hold scripts and are not kept.",
  "text-item-failed": "Reddit could not process this picture in the text.",
  "text-item-missing": "Reddit's listing lacks this picture in the text.",
  "text-item-unprocessed": "Reddit had not finished processing this picture in the text.",
  "text-item-video": "This item in the text is a video.",
  "text-only": "The post is text.",
  thumbnail: "The link leads to a thumbnail only.",
  "too-many-links": "The post links more pictures than are taken from one post.",
  "too-many-redirects": "The host redirects in circles.",
  "too-new": "The post is younger than the crawl asks for.",
  "too-old": "The post is older than the crawl asks for.",
  "unknown-kind-of-link": "The link is of a kind that this version does not know.",
  "unknown-shape": "The post has a shape that this version does not know.",
  "unknown-to-source":
    "The way in does not say what the crawl's filter asks for, so the post is left out.",
  "unknown-type": "The file is of no known picture type.",
  "unreadable-redirect": "The host redirects to nowhere.",
  "unreadable-url": "The link cannot be read.",
  "unsupported-encoding": "The host sent the picture in an unknown encoding.",
  "unsupported-host": "Pictures of this site are not collected.",
  "unsupported-scheme": "The link is no web address.",
  "unsupported-video": "The file is a video format that is not kept.",
  video: "The post is a video, which is not collected.",
};

/** The HTTP statuses that hosts refuse with. */
const statusWords: Readonly<Record<string, string>> = {
  "404": "There is no picture at this address (404).",
  "410": "The picture was deleted (410).",
  "451": "The picture is blocked for legal reasons where the crawler runs (451).",
};

const waitWords: Readonly<Record<string, string>> = {
  backoff: "Reddit could not answer and is left alone",
  "request-spacing": "Requests to Reddit are kept apart",
};

/** Why a listing waits, without a full stop. */
export function waitInWords(code: string): string {
  const known = Object.hasOwn(waitWords, code) ? waitWords[code] : undefined;
  return known ?? capitalized(code);
}

function capitalized(code: string): string {
  const text = code.replaceAll("-", " ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `code` in words; the code itself, readable, when it is one that this version does not know. */
export function reasonInWords(code: string): string {
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  if (known !== undefined) return known;
  const status = /^http-(\d{3})$/.exec(code)?.[1];
  if (status !== undefined) return statusWords[status] ?? `The host answers with status ${status}.`;
  return `${capitalized(code)}.`;
}
