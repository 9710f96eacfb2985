import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { LinkCandidate } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { askHost, notShown, type HostAnswer } from "../asking/ask-host.ts";
import { endsLikePicture, nothing, original, reduced } from "../link-readings.ts";
import type { LinkReading, MediaHost, Resolution, ResolveContext } from "../media-host.ts";
import { readJson } from "../asking/read-json.ts";
import { pathSegments } from "../web-link.ts";

const tokenSchema = z.object({ token: z.string() });
const gifSchema = z.object({
  type: z.nullish(z.number()),
  urls: z.object({
    hd: z.nullish(z.string()),
    sd: z.nullish(z.string()),
    silent: z.nullish(z.string()),
    poster: z.nullish(z.string()),
  }),
  gallery: z.nullish(z.string()),
});
type Gif = z.infer<typeof gifSchema>;
/** What `type` says of a picture; clips are 1. */
const pictureType = 2;
const answerSchema = z.object({ gif: gifSchema });
const gallerySchema = z.object({ gifs: z.array(gifSchema) });

/**
 * redgifs, and gfycat and gifdeliverynetwork, whose animations it took over under the same ids. One process has one,
 * which keeps its token.
 */
export function createRedgifs(): MediaHost {
  const api = new RedgifsApi();
  return {
    name: "redgifs",
    domains: [
      "redgifs.com",
      ".redgifs.com",
      "gfycat.com",
      ".gfycat.com",
      "gifdeliverynetwork.com",
      ".gifdeliverynetwork.com",
    ],
    read(url) {
      const path = pathSegments(url);
      const isSite = /^(?:www\.|v3\.|m\.)?redgifs\.com$/.test(url.hostname);
      if (isSite && (path.length < 2 || !/^(?:watch|ifr|i)$/.test(path[0] ?? "")))
        return nothing("not-a-picture");
      const reading = readId(path.at(-1));
      // gfycat's own files are gone with it.
      const isFile = url.hostname.endsWith(".redgifs.com") && !isSite && endsLikePicture(url);
      if (reading.kind !== "page" || !isFile) return reading;
      return { ...reading, candidates: [reduced(url.href)] };
    },
    resolve: (page, context) => resolveRedgifs(page, context, api),
    headers: { referer: "https://www.redgifs.com/" },
  };
}

/** Ids are words; capitals and what stands behind "-" or "." do not count. */
function readId(name: string | undefined): LinkReading {
  const id = name?.toLowerCase().split(/[-.]/)[0];
  if (!id || !/^[a-z0-9]{3,100}$/.test(id)) return nothing("not-a-picture");
  return { kind: "page", page: new URL(`https://www.redgifs.com/watch/${id}`), candidates: [] };
}

/** Addresses are signed and short-lived: download them at once, with the user agent that asked for them. */
async function resolveRedgifs(
  page: URL,
  context: ResolveContext,
  api: RedgifsApi,
): Promise<Resolution> {
  const id = page.pathname.split("/").at(-1) ?? "";
  const answer = await api.ask(`/v2/gifs/${id}`, context);
  if (answer.kind !== "answer") return notShown(answer, "redgifs-gone");
  const { gif } = readJson(answerSchema, answer.text, "redgifs");
  const pictures = (album: boolean, gifs: readonly Gif[]): Resolution => {
    const animation = gifs.some(({ type }) => type !== pictureType);
    return { kind: "pictures", album, items: gifs.map(copies), ...(animation && { animation }) };
  };
  if (!gif.gallery) return pictures(false, [gif]);

  const gallery = await api.ask(`/v2/gallery/${encodeURIComponent(gif.gallery)}`, context);
  if (gallery.kind !== "answer") return notShown(gallery, "redgifs-gone");
  return pictures(true, readJson(gallerySchema, gallery.text, "redgifs").gifs);
}

/** Not every clip has every file: the copy without sound and the still are better than none. */
function copies({ urls: { hd, sd, silent, poster } }: Gif): LinkCandidate[] {
  const smaller = [sd, silent, poster].filter((url) => url !== hd);
  return [...(hd ? [original(hd)] : []), ...smaller.flatMap((url) => (url ? [reduced(url)] : []))];
}

/** Ten minutes; chosen: tokens last a day, but are bound to an address that may change. One that dies before is replaced. */
const tokenAgeMs = 10 * 60_000;

/** redgifs' API, with the temporary token that it grants to one process. */
class RedgifsApi {
  #known: { token: string; askedAtMs: number } | undefined;

  /** Asks for `path`, and once more with a new token where redgifs no longer accepts the one at hand. */
  async ask(path: string, context: ResolveContext): Promise<HostAnswer> {
    const token = await this.#token(context);
    try {
      return await askWith(token, path, context);
    } catch (error) {
      if (!(error instanceof RetryableError) || error.code !== "http-401") throw error;
      if (this.#known?.token === token) this.#known = undefined;
      return askWith(await this.#token(context), path, context);
    }
  }

  async #token(context: ResolveContext): Promise<string> {
    const known = this.#known;
    if (known && context.now() - known.askedAtMs < tokenAgeMs) return known.token;
    const answer = await askHost(new URL("https://api.redgifs.com/v2/auth/temporary"), context);
    const text = answer.kind === "answer" ? answer.text : "";
    const { token } = readJson(tokenSchema, text, "redgifs");
    this.#known = { token, askedAtMs: context.now() };
    return token;
  }
}

function askWith(token: string, path: string, context: ResolveContext): Promise<HostAnswer> {
  const headers = { authorization: `Bearer ${token}`, referer: "https://www.redgifs.com/" };
  return askHost(new URL(path, "https://api.redgifs.com"), context, { headers });
}
