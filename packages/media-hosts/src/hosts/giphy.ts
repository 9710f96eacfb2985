import { askWhereTo, notShown } from "../asking/ask-host.ts";
import {
  guessed,
  nothing,
  original,
  picture,
  reduced,
  endsLikePicture,
  unknownPath,
} from "../link-readings.ts";
import type { HostReading, MediaHost, Resolution, ResolveContext } from "../media-host.ts";
import { pathSegments } from "../web-link.ts";

/** giphy: every form holds the id, and the id leads to the gif as it was uploaded. A short link has to be followed once. */
export const giphy: MediaHost = {
  name: "giphy",
  domains: ["giphy.com", ".giphy.com", "gph.is", "www.gph.is"],
  read(url) {
    if (url.hostname.endsWith("gph.is")) return readShortLink(url);
    const id = giphyId(pathSegments(url), url.hostname);
    if (id === undefined || !/^[A-Za-z0-9]{5,40}$/.test(id)) return unknownPath(url);
    const upload = `https://i.giphy.com/${id}.gif`;
    if (url.href === upload) return picture(original(upload));
    const linked = endsLikePicture(url) ? [reduced(url.href)] : [];
    return picture(guessed(original(upload)), ...linked);
  },
  resolve: followShortLink,
};

function readShortLink(url: URL): HostReading {
  if (!/^\/(?:g\/)?[A-Za-z0-9]+\/?$/.test(url.pathname)) return nothing("not-a-picture");
  return { kind: "page", page: new URL(`https://gph.is${url.pathname}`), candidates: [] };
}

/** A short link leads to giphy's own page, whose address holds the id. */
async function followShortLink(page: URL, context: ResolveContext): Promise<Resolution> {
  const answer = await askWhereTo(page, context);
  if (answer.kind === "stays") return { kind: "nothing", reason: "page-shows-no-picture" };
  if (answer.kind !== "leads") return notShown(answer, "page-gone");
  const isGiphy = /(?:^|\.)giphy\.com$/.test(answer.url.hostname);
  const reading = isGiphy ? giphy.read(answer.url, {}) : undefined;
  if (reading?.kind === "picture")
    return { kind: "pictures", album: false, items: [reading.candidates], animation: true };
  if (isGiphy) return { kind: "nothing", reason: "page-shows-no-picture" };
  return { kind: "refused", reason: "redirected-elsewhere" };
}

function giphyId([first, ...rest]: readonly string[], hostname: string): string | undefined {
  switch (first) {
    case "gifs":
    case "clips":
    case "stickers":
      return rest[0]?.split("-").at(-1);
    case "embed":
      return rest[0];
    case "media":
      return rest[0]?.startsWith("v1.") ? rest[1] : rest[0];
  }
  return hostname === "i.giphy.com" ? first?.split(".")[0] : undefined;
}
