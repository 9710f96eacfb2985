import { redgifsFile } from "../listing/posts/gif-host-posts.ts";
import { html, json, redirect, type ReplayHost } from "../network/answer.ts";
import type { PictureShelf } from "../pictures/picture-shelf.ts";
import type { MediaIndex } from "./media-index.ts";
import { pictureAnswer, wantsPage } from "./picture-answer.ts";

const token = "replayed-temporary-token";

/** Plays api.redgifs.com: a temporary token for everybody, and `v2/gifs/{id}` and `v2/gallery/{id}` to a client that shows it. */
export function redgifsApi(media: MediaIndex): ReplayHost {
  const entry = (name: string) => ({
    id: name.toLowerCase(),
    type: 1,
    urls: { hd: redgifsFile(name), sd: redgifsFile(`${name}-mobile`) },
  });
  return ({ url, headers }) => {
    const [, version, kind, id = ""] = url.pathname.split("/");
    if (url.pathname === "/v2/auth/temporary") return json({ token, addr: "127.0.0.1" });
    if (headers["authorization"] !== `Bearer ${token}`)
      return json({ error: { code: "WrongToken" } }, 401);
    const names = version === "v2" ? media.quirks.redgifs?.[id] : undefined;
    const [first] = names ?? [];
    if (!names || first === undefined) return json({ error: { code: "Gone" } }, 410);
    if (kind === "gallery") return json({ gifs: names.map(entry) });
    return json({ gif: { ...entry(first), gallery: names.length > 1 ? id : null } });
  };
}

/** Plays media.redgifs.com: files at their signed addresses, to a client that comes from redgifs. */
export function redgifsFiles({ quirks }: MediaIndex, shelf: PictureShelf): ReplayHost {
  const names = new Set(Object.values(quirks.redgifs ?? {}).flat());
  return async ({ url, headers }) => {
    const name = url.pathname.slice(1).replace(/\.mp4$/, "");
    const isKnown = names.has(name) && url.searchParams.has("signature");
    if (!isKnown || !headers["referer"]?.startsWith("https://www.redgifs.com/"))
      return html("<h1>403 Forbidden</h1>", 403);
    return pictureAnswer(await shelf.original(`redgifs/${name}`, "mp4"), "mp4");
  };
}

/** Plays giphy's and tenor's files: a gif at its own address, and a page to a client that accepts one. */
export function otherGifs(media: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url, headers }) => {
    if (!media.quirks.gifs?.includes(url.href)) return html("<h1>404 Not Found</h1>", 404);
    if (wantsPage(headers)) return html("<h1>A cat</h1>");
    return pictureAnswer(await shelf.original(url.host + url.pathname, "gif"), "gif");
  };
}

/** Plays tenor's pages, which name their gif for those who share them, and giphy's short links. */
export function otherPages(media: MediaIndex): ReplayHost {
  return ({ url }) => {
    const target = media.quirks.redirects?.[url.href];
    if (target !== undefined) return redirect(target);
    const picture = media.quirks.pages?.[url.href];
    return picture === undefined
      ? html("<h1>404 Not Found</h1>", 404)
      : html(`<meta property="og:image" content="${picture}"><h1>A cat</h1>`);
  };
}
