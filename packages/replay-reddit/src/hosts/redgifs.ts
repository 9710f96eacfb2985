import { redgifsFile } from "../listing/posts/gif-host-posts.ts";
import { html, json, type ReplayHost } from "../network/answer.ts";
import type { PictureShelf } from "../pictures/picture-shelf.ts";
import type { MediaIndex } from "./media-index.ts";
import { pictureAnswer } from "./picture-answer.ts";

const token = "replayed-temporary-token";

/** Plays api.redgifs.com: a temporary token for everybody, and `v2/gifs/{id}` and `v2/gallery/{id}` to who shows it. */
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
    const names = version === "v2" ? media.redgifs(id) : undefined;
    const [first] = names ?? [];
    if (!names || first === undefined) return json({ error: { code: "Gone" } }, 410);
    if (kind === "gallery") return json({ gifs: names.map(entry) });
    return json({ gif: { ...entry(first), gallery: names.length > 1 ? id : null } });
  };
}

/** Plays media.redgifs.com: files at their signed addresses, to who comes from redgifs. */
export function redgifsFiles(media: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url, headers }) => {
    const name = url.pathname.slice(1).replace(/\.mp4$/, "");
    const isKnown = media.isRedgifsName(name) && url.searchParams.has("signature");
    if (!isKnown || !headers["referer"]?.startsWith("https://www.redgifs.com/"))
      return html("<h1>403 Forbidden</h1>", 403);
    return pictureAnswer(await shelf.original(`redgifs/${name}`, "mp4"), "mp4");
  };
}
