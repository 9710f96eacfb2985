import type { Resolution } from "@reddit-crawler/media-hosts";

/** What hosts said of their pages, where that holds for a while: a page is then asked once, whoever links it. */
export interface PageAnswers {
  /** The answer that was kept; undefined when there is none, or an old one. @throws {RetryableError} when the store could not tell. */
  find(page: URL): Promise<Resolution | undefined>;
  /** Keeps an answer. Never throws: the page can be asked again. */
  keep(page: URL, answer: Resolution): Promise<void>;
}
