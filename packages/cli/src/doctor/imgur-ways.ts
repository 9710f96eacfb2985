import type { Way } from "./way.ts";
import { refusalWords } from "./verdict.ts";

/** imgur's albums, which want a client id. */
export const imgurAlbums: Way = {
  name: "imgur albums",
  gives: "imgur's albums and galleries",
  notConfigured: ({ imgurClientId, imgurPageId }) =>
    imgurClientId === undefined && imgurPageId === "off"
      ? "Remove IMGUR_PAGE_ID=off to use the id that imgur's page gives its visitors, or set IMGUR_CLIENT_ID. imgur has registered no new one since June 2025."
      : undefined,
  request: ({ imgurClientId }) =>
    imgurClientId === undefined
      ? { url: new URL("https://imgur.com/") }
      : {
          url: new URL("https://api.imgur.com/3/credits"),
          headers: { authorization: `Client-ID ${imgurClientId}` },
        },
  read(answer, _nowMs, { imgurClientId }) {
    if (imgurClientId !== undefined)
      return answer.status === 200
        ? { kind: "open", note: "imgur knows your client id" }
        : {
            kind: "refused",
            why: refusalWords(answer),
            next: "Check IMGUR_CLIENT_ID, or leave it empty: the id of imgur's page is then used.",
          };
    if (answer.status === 200 && answer.text.includes("s.imgur.com/desktop-assets/js/main."))
      return { kind: "open", note: "with the client id that imgur's page gives its visitors" };
    return {
      kind: "refused",
      why: answer.status === 200 ? "imgur's page has another shape" : refusalWords(answer),
      next: "Albums are recorded as refused, and the next crawl tries them again. An own IMGUR_CLIENT_ID would do.",
    };
  },
};

/** imgur's picture files; the one that it sends in place of removed pictures is always there. */
export const imgurPictures: Way = {
  name: "imgur pictures",
  gives: "pictures on i.imgur.com",
  request: () => ({ url: new URL("https://i.imgur.com/removed.png") }),
  read: (answer) =>
    answer.status === 200 && (answer.headers["content-type"] ?? "").startsWith("image/")
      ? { kind: "open", note: "imgur serves its pictures to this network" }
      : {
          kind: "refused",
          why: refusalWords(answer),
          next: "imgur refuses this network, as it does data centres and the United Kingdom. Reddit's own copy is stored where there is one.",
        },
};
