import { nothing, original, picture } from "../link-readings.ts";
import type { MediaHost } from "../media-host.ts";

const pictureExtension = /[^/]\.(?:jpe?g|jpe|png|gif|webp|avif|bmp|tiff?|heic)$/i;

/** Every other host, for links whose path ends like a picture's; the bytes have the last word on that. */
export const direct: MediaHost = {
  name: "direct",
  domains: ["."],
  read: (url) =>
    pictureExtension.test(url.pathname) ? picture(original(url.href)) : nothing("unsupported-host"),
};
