import { nothing, original, picture } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";
import { pathSegments } from "../web-link.ts";

/** giphy: every form holds the id, and the id leads to the gif as it was uploaded. */
export const giphy: MediaHost = {
  name: "giphy",
  domains: ["giphy.com", ".giphy.com"],
  read(url) {
    const id = giphyId(pathSegments(url), url.hostname);
    if (id === undefined || !/^[A-Za-z0-9]{5,40}$/.test(id)) return nothing("not-a-picture");
    return picture(original(`https://i.giphy.com/${id}.gif`));
  },
};

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
