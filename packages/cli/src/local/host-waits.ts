import type { WaitingPost } from "../pipeline/waiting-posts.ts";
import { countOf } from "../terminal/crawl-units.ts";

/** Milliseconds: every message of the queue is read for it. */
const readIntervalMs = 1000;

/** What posts of one pipeline wait for, in words, read at most once in a second; `now` in milliseconds since 1970. */
export function hostWaits(read: () => WaitingPost[], now: () => number = Date.now) {
  let readAt = -Infinity;
  let posts: WaitingPost[] = [];
  const of = (crawlId: string) => {
    if (now() - readAt >= readIntervalMs) {
      posts = read();
      readAt = now();
    }
    return posts.filter((post) => post.crawlId === crawlId && post.untilMs > now());
  };
  return {
    /** For the progress: what the posts of a crawl wait for, until when, and how long the command waits for them. */
    wait: (crawlId: string, patienceLeftMs: number) => {
      const waiting = of(crawlId);
      if (waiting.length === 0) return undefined;
      const next = new Date(Math.min(...waiting.map(({ untilMs }) => untilMs)));
      const count = waiting.length === 1 ? "1 post waits" : `${waiting.length} posts wait`;
      const reason = `${count}${causeWords(waiting)} until ${next.toTimeString().slice(0, 8)}; patience left`;
      return { reason, seconds: Math.ceil(patienceLeftMs / 1000) };
    },
    /** For the end: how many posts are left, what for, and how to go on. */
    endWords: (crawlId: string, open: number) => {
      const count = open === 1 ? "1 post still waits" : `${countOf(open, "post")} still wait`;
      return `${count}${causeWords(of(crawlId))}, and nothing has come for as long as --patience says. Run the same crawl again to go on.`;
    },
  };
}

/** Hosts that one line has room for. */
const mostHosts = 2;

function causeWords(posts: readonly WaitingPost[]): string {
  const causes = posts.flatMap(({ cause }) => (cause ? [cause] : []));
  const hosts = [
    ...new Set(causes.map(({ host, code }) => (host === undefined ? code : `${host} (${code})`))),
  ];
  if (hosts.length === 0) return "";
  const more = hosts.length - mostHosts;
  const named = hosts.slice(0, mostHosts).join(" and ");
  return ` for ${named}${more > 0 ? ` and ${more} more` : ""}`;
}
