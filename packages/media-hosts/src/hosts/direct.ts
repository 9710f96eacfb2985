import { original, picture, unknownPath } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";

/**
 * Every other host, for links that are known to be pictures, or whose path ends like a picture's; the bytes have the last
 * word on that.
 */
export const direct: MediaHost = {
  name: "direct",
  domains: ["."],
  read: (url, { isPicture }) =>
    isPicture ? picture(original(url.href)) : unknownPath(url, "unsupported-host"),
};
