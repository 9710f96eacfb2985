import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { LinkCandidate } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { askHost, notShown, type HostAnswer } from "../asking/ask-host.ts";
import { nothing, original, reduced } from "../link-readings.ts";
import type { HostReading, MediaHost, Resolution, ResolveContext } from "../media-host.ts";
import { readJson } from "../asking/read-json.ts";
import { pathSegments } from "../web-link.ts";

const tokenSchema = z.object({ token: z.string() });
const gifSchema = z.object({
  urls: z.object({
    hd: z.nullish(z.string()),
    sd: z.nullish(z.string()),
  }),
  gallery: z.nullish(z.string()),
});
const answerSchema = z.object({ gif: gifSchema });
const gallerySchema = z.object({ gifs: z.array(gifSchema) });

/** Asks redgifs' API for `path` as one process does, which keeps its token. */
type AskApi = (path: string, context: ResolveContext) => Promise<HostAnswer>;

/**
 * redgifs, and gfycat and gifdeliverynetwork, whose animations it took over under the same ids. One process has one,
 * which keeps its token.
 */
export function createRedgifs(): MediaHost {
  const askApi = createAskApi();
  return {
    name: "redgifs",
    domains: [
      "redgifs.com",
      ".redgifs.com",
      "gfycat.com",
      ".gfycat.com",
      "gifdeliverynetwork.com",
      "www.gifdeliverynetwork.com",
    ],
    read(url) {
      const path = pathSegments(url);
      const isSite = /^(?:www\.|v3\.|m\.)?redgifs\.com$/.test(url.hostname);
      if (isSite && (path.length < 2 || !/^(?:watch|ifr|i)$/.test(path[0] ?? "")))
        return nothing("not-a-picture");
      return readId(path.at(-1));
    },
    resolve: (page, context) => resolveRedgifs(page, context, askApi),
    headers: { referer: "https://www.redgifs.com/" },
  };
}

/** Ids are words; capitals and what stands behind "-" or "." do not count. */
function readId(name: string | undefined): HostReading {
  const id = name?.toLowerCase().split(/[-.]/)[0];
  if (!id || !/^[a-z0-9]{3,100}$/.test(id)) return nothing("not-a-picture");
  return { kind: "page", page: new URL(`https://www.redgifs.com/watch/${id}`), candidates: [] };
}

/** Addresses are signed and short-lived: download them at once, with the user agent that asked for them. */
async function resolveRedgifs(
  page: URL,
  context: ResolveContext,
  askApi: AskApi,
): Promise<Resolution> {
  const id = page.pathname.split("/").at(-1) ?? "";
  const answer = await askApi(`/v2/gifs/${id}`, context);
  if (answer.kind !== "answer") return notShown(answer, "redgifs-gone");
  const { gif } = readJson(answerSchema, answer.text, "redgifs");
  if (!gif.gallery) return { kind: "pictures", album: false, items: [copies(gif)] };

  const gallery = await askApi(`/v2/gallery/${encodeURIComponent(gif.gallery)}`, context);
  if (gallery.kind !== "answer") return notShown(gallery, "redgifs-gone");
  const items = readJson(gallerySchema, gallery.text, "redgifs").gifs.map(copies);
  return { kind: "pictures", album: true, items };
}

function copies({ urls: { hd, sd } }: z.infer<typeof gifSchema>): LinkCandidate[] {
  return [...(hd ? [original(hd)] : []), ...(sd ? [reduced(sd)] : [])];
}

/** Ten minutes; chosen: tokens last a day, but are bound to an address that may change. One that dies before is replaced. */
const tokenAgeMs = 10 * 60_000;

/** Asks with a temporary token, and once more with a new one where redgifs no longer accepts it. */
function createAskApi(): AskApi {
  let known: { token: string; askedAtMs: number } | undefined;

  async function temporaryToken(context: ResolveContext): Promise<string> {
    if (known && context.now() - known.askedAtMs < tokenAgeMs) return known.token;
    const answer = await askHost(new URL("https://api.redgifs.com/v2/auth/temporary"), context);
    const text = answer.kind === "answer" ? answer.text : "";
    const { token } = readJson(tokenSchema, text, "redgifs");
    known = { token, askedAtMs: context.now() };
    return token;
  }

  return async (path, context) => {
    const token = await temporaryToken(context);
    try {
      return await askWith(token, path, context);
    } catch (error) {
      if (!(error instanceof RetryableError) || error.code !== "http-401") throw error;
      if (known?.token === token) known = undefined;
      return askWith(await temporaryToken(context), path, context);
    }
  };
}

function askWith(token: string, path: string, context: ResolveContext): Promise<HostAnswer> {
  return askHost(new URL(path, "https://api.redgifs.com"), context, {
    authorization: `Bearer ${token}`,
    referer: "https://www.redgifs.com/",
  });
}
