import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import { askHost } from "../../asking/ask-host.ts";
import type { KeptPageId, ResolveContext } from "../../media-host.ts";

/** 24 h: the id changes seldom, and a changed one is noticed by imgur's refusal. */
const keptForMs = 86_400_000;
/** 1 h: a refusal makes a process read the page again, but no oftener, since imgur also limits an address for an hour. */
const readAgainAfterMs = 3_600_000;

/** imgur's page, which gives its visitors the id that its own script uses. */
const home = new URL("https://imgur.com/");
/** The page's script; the address may lack its quotes or its scheme. */
const scriptAddress = /(?:https:)?\/\/s\.imgur\.com(\/desktop-assets\/js\/main\.[\w-]+\.js)/;
const idInScript = /\bapiClientId\s*[:=]\s*["']([0-9a-f]{15})["']/;

const refusals: ReadonlySet<string> = new Set(["http-401", "http-403", "http-429"]);

/** Why there is no id of imgur's page. */
type NoPageId = "imgur-page-refused" | "imgur-page-has-no-client-id";

/**
 * The client id that imgur's page gives its visitors: read once a day, kept for all processes, and remembered by this
 * one. Registering an id is closed since June 2025.
 */
export class ImgurPageId {
  #kept: KeptPageId | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * The id, or why there is none. `refused` is an id that imgur has just refused: the page is then read again, unless
   * that happened within the last hour.
   * @throws {RetryableError} when imgur could not answer. @throws {ThrottledError} for 503 with Retry-After.
   */
  read(context: ResolveContext, refused?: string): Promise<KeptPageId> {
    // One after another, so that posts that begin together read the page once.
    const reading = this.#turn.then(() => this.#readInTurn(context, refused));
    this.#turn = reading.catch(() => undefined);
    return reading;
  }

  async #readInTurn(context: ResolveContext, refused: string | undefined): Promise<KeptPageId> {
    const { imgurPageId: store } = context;
    const nowMs = context.now();
    if (this.#kept && isUsable(this.#kept, nowMs, refused)) return this.#kept;
    const stored = await store?.read();
    if (stored && isUsable(stored, nowMs, refused)) this.#kept = stored;
    else {
      this.#kept = { ...(await readPage(context)), readAt: nowMs };
      await store?.write(this.#kept);
    }
    return this.#kept;
  }
}

/** Whether an id, or the lack of one, still counts. */
function isUsable(kept: KeptPageId, nowMs: number, refused: string | undefined): boolean {
  const ageMs = nowMs - kept.readAt;
  // A clock that was set back must not keep an id for ever.
  if (ageMs < 0 || ageMs >= keptForMs) return false;
  const isDoubtful = kept.kind === "none" || kept.id === refused;
  return !isDoubtful || ageMs < readAgainAfterMs;
}

async function readPage(
  context: ResolveContext,
): Promise<{ kind: "id"; id: string } | { kind: "none"; reason: NoPageId }> {
  try {
    const page = await askHost(home, context);
    if (page.kind !== "answer") return { kind: "none", reason: "imgur-page-refused" };
    const path = scriptAddress.exec(page.text)?.[1];
    if (path === undefined) return { kind: "none", reason: "imgur-page-has-no-client-id" };
    const script = await askHost(new URL(path, "https://s.imgur.com"), context);
    const id = script.kind === "answer" ? idInScript.exec(script.text)?.[1] : undefined;
    return id === undefined
      ? { kind: "none", reason: "imgur-page-has-no-client-id" }
      : { kind: "id", id };
  } catch (error) {
    if (isRefusal(error)) return { kind: "none", reason: "imgur-page-refused" };
    throw error;
  }
}

/** Whether imgur refuses this client, which another id may change; 429 is its answer to whole networks, too. */
export function isRefusal(error: unknown): boolean {
  return error instanceof RetryableError && refusals.has(error.code);
}
