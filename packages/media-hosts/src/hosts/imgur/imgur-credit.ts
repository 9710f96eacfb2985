import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { OutboundResponse } from "@reddit-crawler/function-runtime/http/outbound-http";

/** Requests left for the answers that are on their way when the last one is read; chosen. */
const reserve = 5;
/** The cooldown where imgur does not say when the credit comes back, since a client's credit is by the day; chosen. */
const unnamedPauseSeconds = 3600;

/** What one process knows of the requests that imgur still grants it; nothing at first. */
export class ImgurCredit {
  #emptyUntilMs = 0;

  /** @throws {ThrottledError} `imgur-credit-used-up` while imgur's last answer said that hardly any credit is left. */
  spare(nowMs: number): void {
    if (nowMs < this.#emptyUntilMs)
      throw new ThrottledError(
        "imgur-credit-used-up",
        "imgur's API gives this client no more answers for now",
        Math.ceil((this.#emptyUntilMs - nowMs) / 1000),
      );
  }

  /**
   * Notes what an answer says of the credit: 500 requests an hour and address, 12,500 a day and client. A client that
   * goes beyond on five days of a month is shut out for the rest of it (https://api.imgur.com/#limits).
   */
  note(headers: OutboundResponse["headers"], nowMs: number): void {
    const isEmpty = (name: string) => (wholeNumber(headers[name]) ?? Infinity) <= reserve;
    const hourIsUp = isEmpty("x-ratelimit-userremaining");
    const dayIsUp = isEmpty("x-ratelimit-clientremaining");
    if (!hourIsUp && !dayIsUp) return;
    const resetMs = dayIsUp ? 0 : (wholeNumber(headers["x-ratelimit-userreset"]) ?? 0) * 1000;
    this.#emptyUntilMs = resetMs > nowMs ? resetMs : nowMs + unnamedPauseSeconds * 1000;
  }
}

/** The smallest of the numbers of a header, which is joined by commas where it was repeated. */
function wholeNumber(text: string | undefined): number | undefined {
  const numbers = (text ?? "").split(",").map((each) => each.trim());
  return numbers.every((each) => /^\d{1,12}$/.test(each))
    ? Math.min(...numbers.map(Number))
    : undefined;
}
