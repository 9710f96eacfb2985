import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type {
  OutboundHttp,
  OutboundResponse,
} from "@reddit-crawler/function-runtime/outbound-http";

/** Chosen: left for the answers that are on their way when the last one is read. */
const reserve = 5;
/** Chosen, where imgur does not say when the credit comes back: a client's is by the day. */
const unnamedPauseSeconds = 3600;

const emptyUntilMs = new WeakMap<OutboundHttp, number>();

/** @throws {ThrottledError} `imgur-credit-used-up` while imgur's last answer through `http` said that hardly any is left. */
export function spareImgurCredit(http: OutboundHttp, nowMs: number): void {
  const leftMs = (emptyUntilMs.get(http) ?? 0) - nowMs;
  if (leftMs > 0)
    throw new ThrottledError(
      "imgur-credit-used-up",
      "imgur's API gives this client no more answers for now",
      Math.ceil(leftMs / 1000),
    );
}

/**
 * Notes what an answer says of the credit: 500 requests an hour and address, 12,500 a day and client, and who goes
 * beyond on five days of a month is shut out for the rest of it (https://api.imgur.com/#limits).
 */
export function noteImgurCredit(
  http: OutboundHttp,
  headers: OutboundResponse["headers"],
  nowMs: number,
): void {
  const isEmpty = (name: string) => (wholeNumber(headers[name]) ?? Infinity) <= reserve;
  const hourIsUp = isEmpty("x-ratelimit-userremaining");
  const dayIsUp = isEmpty("x-ratelimit-clientremaining");
  if (!hourIsUp && !dayIsUp) return;
  const resetMs = dayIsUp ? 0 : (wholeNumber(headers["x-ratelimit-userreset"]) ?? 0) * 1000;
  emptyUntilMs.set(http, resetMs > nowMs ? resetMs : nowMs + unnamedPauseSeconds * 1000);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
