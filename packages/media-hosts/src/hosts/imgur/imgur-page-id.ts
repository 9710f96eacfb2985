import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";

import { askHost } from "../../asking/ask-host.ts";
import type { KeptPageId, ResolveContext } from "../../media-host.ts";

/** 24 h: the id changes seldom, and a changed one is noticed by imgur's refusal. */
const keptForMs = 86_400_000;
/** 1 h: after a second reading the page is left alone for so long, since imgur also limits an address for an hour. */
const leftAloneMs = 3_600_000;
/** The wait before the second reading where a refusal names none, and the longest; chosen. */
const unnamedWaitSeconds = 60;
const longestWaitSeconds = 900;

/** imgur's page, which gives its visitors the id that its own script uses. */
const home = new URL("https://imgur.com/");
/** The page's script; the address may lack its quotes or its scheme. */
const scriptAddress = /(?:https:)?\/\/s\.imgur\.com(\/desktop-assets\/js\/main\.[\w-]+\.js)/;
const idInScript = /\bapiClientId\s*[:=]\s*["']([0-9a-f]{15})["']/;

const refusals: ReadonlySet<string> = new Set(["http-401", "http-403", "http-429"]);

/** Why there is no id of imgur's page. */
const pageRefused = "imgur-page-refused";
const pageWithoutId = "imgur-page-has-no-client-id";

/**
 * The client id that imgur's page gives its visitors: read once a day, kept for all processes, and remembered by this
 * one. Registering an id is closed since June 2025.
 *
 * The page is read a second time after imgur refused the id, or refused the page itself, and then left alone for an hour.
 * While the page refuses, an id that was read before stays in use, whatever its age.
 */
export class ImgurPageId {
  #kept: KeptPageId | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * The id, or why there is none. `refused` is an id that imgur has just refused: the page is then read again, unless
   * that happened within the last hour.
   * @throws {ThrottledError} when the page refuses for the first time: it is read once more after that wait.
   * @throws {RetryableError} when imgur could not answer, and there is no id of before.
   */
  read(context: ResolveContext, refused?: string): Promise<KeptPageId> {
    // One after another, so that posts that begin together read the page once.
    const reading = this.#turn.then(() => this.#readInTurn(context, refused));
    this.#turn = reading.catch(() => undefined);
    return reading;
  }

  async #readInTurn(context: ResolveContext, refused: string | undefined): Promise<KeptPageId> {
    const nowMs = context.now();
    if (this.#kept && isUsable(this.#kept, nowMs, refused)) return this.#kept;
    this.#kept = laterOf(this.#kept, await context.imgurPageId?.read());
    if (this.#kept && isUsable(this.#kept, nowMs, refused)) return this.#kept;
    const { kept, error } = await this.#readAnew(context, refused);
    this.#kept = kept;
    await context.imgurPageId?.write(kept);
    if (error) throw error;
    return kept;
  }

  /** What to keep after another reading of the page, and the error where the page is to be read once more. */
  async #readAnew(
    context: ResolveContext,
    refused: string | undefined,
  ): Promise<{ kept: KeptPageId; error?: ThrottledError }> {
    const former = this.#kept;
    const nowMs = context.now();
    if (former?.kind === "none") throwBeforeSecond(former, nowMs);
    try {
      const found = await readPage(context);
      const isGone =
        refused !== undefined && found.kind === "none" && found.reason === pageWithoutId;
      if (found.kind === "none" && former?.kind === "id" && !isGone)
        return { kept: { ...former, readAgainAt: nowMs } };
      const isAgain = found.kind === "id" && refused !== undefined;
      return { kept: { ...found, readAt: nowMs, ...(isAgain && { readAgainAt: nowMs }) } };
    } catch (error) {
      if (!(error instanceof RetryableError) || context.signal.aborted) throw error;
      if (former?.kind === "id") return { kept: { ...former, readAgainAt: nowMs } };
      if (!isRefusal(error)) throw error;
      const kept = { kind: "none", reason: pageRefused, readAt: nowMs } as const;
      if (former && isYoung(former, nowMs, keptForMs)) return { kept };
      const said = error instanceof ThrottledError ? error.retryAfterSeconds : undefined;
      const seconds = Math.min(said ?? unnamedWaitSeconds, longestWaitSeconds);
      return {
        kept: { ...kept, secondAt: nowMs + seconds * 1000 },
        error: refusedOnce(error.code, seconds),
      };
    }
  }
}

/** What was read last; processes that cannot write their store still remember. */
function laterOf(here: KeptPageId | undefined, stored: KeptPageId | undefined) {
  if (!here || !stored) return stored ?? here;
  return lastRead(stored) >= lastRead(here) ? stored : here;
}

function lastRead(kept: KeptPageId): number {
  return (kept.kind === "id" ? kept.readAgainAt : undefined) ?? kept.readAt;
}

/** A clock that was set back must not keep anything for ever. */
function isYoung({ readAt }: KeptPageId, nowMs: number, forMs: number): boolean {
  return nowMs >= readAt && nowMs - readAt < forMs;
}

/** Whether an id, or the lack of one, still counts. */
function isUsable(kept: KeptPageId, nowMs: number, refused: string | undefined): boolean {
  if (kept.kind === "none") return kept.secondAt === undefined && isYoung(kept, nowMs, leftAloneMs);
  const { readAgainAt: readAt } = kept;
  if (readAt !== undefined && isYoung({ ...kept, readAt }, nowMs, leftAloneMs)) return true;
  return kept.id !== refused && isYoung(kept, nowMs, keptForMs);
}

/** @throws {ThrottledError} until the page may be read for the second time, which is soon. */
function throwBeforeSecond(none: Extract<KeptPageId, { kind: "none" }>, nowMs: number): void {
  const waitMs = (none.secondAt ?? 0) - nowMs;
  const isAhead = waitMs > 0 && waitMs <= longestWaitSeconds * 1000;
  if (isAhead && nowMs >= none.readAt) throw refusedOnce("http-429", Math.ceil(waitMs / 1000));
}

function refusedOnce(code: FailureCode, seconds: number): ThrottledError {
  return new ThrottledError(
    code,
    "imgur's page refuses to give its client id, and is read once more",
    seconds,
  );
}

/** @throws as `askHost`. */
async function readPage(
  context: ResolveContext,
): Promise<{ kind: "id"; id: string } | { kind: "none"; reason: string }> {
  const page = await askHost(home, context);
  if (page.kind !== "answer") return { kind: "none", reason: pageRefused };
  const path = scriptAddress.exec(page.text)?.[1];
  if (path === undefined) return { kind: "none", reason: pageWithoutId };
  const script = await askHost(new URL(path, "https://s.imgur.com"), context);
  const id = script.kind === "answer" ? idInScript.exec(script.text)?.[1] : undefined;
  return id === undefined ? { kind: "none", reason: pageWithoutId } : { kind: "id", id };
}

/** Whether imgur refuses this client, which another id may change; 429 is its answer to whole networks, too. */
export function isRefusal(error: unknown): boolean {
  return error instanceof RetryableError && refusals.has(error.code);
}
