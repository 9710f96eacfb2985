import { ImgurCredit } from "../hosts/imgur/imgur-credit.ts";
import { ImgurPageId } from "../hosts/imgur/imgur-page-id.ts";
import { resolveImgurPage } from "../hosts/imgur/imgur-pages.ts";
import type { KeptPageId, ResolveContext } from "../media-host.ts";
import { cannedContext, type CannedAnswer } from "./canned-http.ts";

export const id = "0123456789abcde";
export const otherId = "fedcba987654321";
export const hourMs = 3_600_000;
export const scriptUrl = "https://s.imgur.com/desktop-assets/js/main.5e4ec2c7.js";
export const apiUrl = "https://api.imgur.com/post/v1/albums/3a3rJ";
export const album = { body: '{"media":[{"url":"https://i.imgur.com/abcdefg.png"}]}' };
export const homeOf = (script: string) => ({
  body: `<body><script defer ${script}></script></body>`,
});
export const scriptOf = (clientId: string) => ({ body: `x={apiClientId:"${clientId}",y:1}` });

/** imgur with a page, a script and an album; `answers` can be changed while it is asked. */
export function imgur(
  changes: Record<string, CannedAnswer> = {},
  keys: Record<string, string> = {},
) {
  const answers: Record<string, CannedAnswer> = {
    "https://imgur.com/": homeOf("src=//s.imgur.com/desktop-assets/js/main.5e4ec2c7.js"),
    [scriptUrl]: scriptOf(id),
    [apiUrl]: album,
    ...changes,
  };
  const { context, requests, clock } = cannedContext(answers, keys);
  const stored: { kept?: KeptPageId } = {};
  const imgurPageId = {
    read: async () => stored.kept,
    write: async (kept: KeptPageId) => {
      stored.kept = kept;
    },
  };
  /** What a process asks, which remembers nothing of the one before it. */
  function startProcess(store: typeof imgurPageId | undefined = imgurPageId) {
    const pageId = new ImgurPageId();
    const ask = (path = "a/3a3rJ") =>
      resolveImgurPage(
        new URL(`https://imgur.com/${path}`),
        { ...context, imgurPageId: store },
        new ImgurCredit(),
        pageId,
      );
    return { ask };
  }
  const idsAsked = () => requests.flatMap(({ url }) => url.searchParams.get("client_id") ?? []);
  const pagesRead = () => requests.filter(({ url }) => url.hostname === "imgur.com").length;
  return { answers, context, requests, clock, stored, startProcess, idsAsked, pagesRead };
}

/** Lets imgur's API answer `status` to whoever asks with `id`. */
export function refuseId(
  context: ResolveContext,
  answers: Record<string, CannedAnswer>,
  status: number,
): void {
  const { http } = context;
  context.http = (request) =>
    request.url.searchParams.get("client_id") === id
      ? http({ ...request, url: new URL(`https://api.imgur.com/${status}?client_id=${id}`) })
      : http(request);
  answers[`https://api.imgur.com/${status}`] = { status };
}

export const pictures = { kind: "pictures", album: true };
