import type { Way } from "./way.ts";
import { objectIn, refusalWords } from "./verdict.ts";

/** Arctic Shift, the archive of all posts. */
export const archive: Way = {
  name: "archive",
  gives: "whole posts, galleries, a user's, the whole history; no order but time",
  request: () => ({
    url: new URL("https://arctic-shift.photon-reddit.com/api/posts/search?subreddit=aww&limit=1"),
  }),
  read(answer, nowMs) {
    const rows = objectIn(answer.text)?.["data"];
    if (answer.status === 200 && Array.isArray(rows)) {
      const created = createdIn(rows[0]);
      if (created === undefined)
        return { kind: "refused", why: "an empty answer", next: "Try again in an hour." };
      return { kind: "open", note: `its newest post of r/aww is ${ageWords(nowMs, created)} old` };
    }
    const busy = answer.status === 422 || answer.status === 429;
    return {
      kind: "refused",
      why: refusalWords(answer),
      next: busy
        ? "It is busy: try again in five minutes."
        : "It is away, now and then for hours: try again later.",
    };
  },
};

/** The time since an instant in seconds: hours, or days from two on. */
function ageWords(nowMs: number, created: number): string {
  const hours = Math.max(0, (nowMs / 1000 - created) / 3600);
  return hours < 48 ? `${Math.round(hours * 10) / 10} h` : `${Math.round(hours / 24)} days`;
}

function createdIn(row: unknown): number | undefined {
  const created =
    typeof row === "object" && row !== null && "created_utc" in row ? row.created_utc : undefined;
  return typeof created === "number" ? created : undefined;
}
