import type { ResolveContext } from "../../media-host.ts";
import { isRefusal, type ImgurPageId } from "./imgur-page-id.ts";

/** What came of asking with a client id, or why there was none to ask with. */
export type AskedWithId<Answer> =
  | { kind: "asked"; answer: Answer }
  /** No id is configured, and that of imgur's page is not to be used. */
  | { kind: "no-id" }
  /** imgur's page gave none. */
  | { kind: "refused"; reason: string };

/**
 * Asks imgur with the user's own client id, else with the one that imgur's page gives its visitors. Where imgur refuses
 * the latter (401, 403, 429), the page is read again, and imgur is asked once more if it has another id by then.
 * @throws what `ask` throws otherwise, and {RetryableError} when imgur's page could not answer.
 */
export async function withClientId<Answer>(
  context: ResolveContext,
  pageId: ImgurPageId,
  ask: (clientId: string) => Promise<Answer>,
): Promise<AskedWithId<Answer>> {
  const own = context.keys["imgurClientId"];
  if (own) return { kind: "asked", answer: await ask(own) };
  if (!context.imgurPageId) return { kind: "no-id" };
  const kept = await pageId.read(context);
  if (kept.kind === "none") return { kind: "refused", reason: kept.reason };
  try {
    return { kind: "asked", answer: await ask(kept.id) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const next = await pageId.read(context, kept.id);
    if (next.kind === "none" || next.id === kept.id) throw error;
    return { kind: "asked", answer: await ask(next.id) };
  }
}
