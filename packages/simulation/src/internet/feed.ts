import type { World } from "../world.ts";
import type { PostChild, ScenePost } from "./draw-post.ts";
import type { HostAnswer } from "./outbound.ts";
import { json, text } from "./plain-answers.ts";
import type { Scene } from "./scene.ts";

/** Reddit's public feed of one subreddit, in its own order. It knows nothing of a gallery but its address. */
export class Feed {
  readonly #world: World;
  readonly #scene: Scene;
  #pages = 0;

  constructor(world: World, scene: Scene) {
    this.#world = world;
    this.#scene = scene;
  }

  /** Answers a request for `url`, which is sent now. */
  answer(url: URL): HostAnswer {
    const { faults, random } = this.#world;
    const { way } = this.#scene;
    const fate = way.source === "keyless" ? way.feed : "open";
    if (faults.strikes("feed silent")) return { noAnswer: "answer-timeout", afterMs: 20_000 };
    if (fate === "refused" || faults.strikes("feed refuses"))
      return text(403, "<html>whoa there, pardner!</html>");
    if (fate === "throttled" || faults.strikes("feed throttles")) return this.#throttled();
    if (faults.strikes("feed down")) return text(503, "<html>Our CDN was unable</html>");
    if (faults.strikes("feed talks nonsense"))
      return text(200, random.pick(["", "<html>hello</html>", "<?xml?><feed><entry>"]));
    return this.#page(url);
  }

  #throttled(): HostAnswer {
    const { random } = this.#world;
    const seconds = String(random.pick([5, 60, 300]));
    return text(
      429,
      "<html>Too Many Requests</html>",
      random.pick<Record<string, string>>([
        {},
        { "retry-after": seconds },
        { "x-ratelimit-remaining": "0", "x-ratelimit-reset": seconds },
      ]),
    );
  }

  #page({ pathname, searchParams: query }: URL): HostAnswer {
    const { posts, pagesBeforeError, accessError } = this.#scene;
    if (this.#pages >= pagesBeforeError) {
      if (accessError === "private") return json(403, { reason: "private", error: 403 });
      if (accessError === "missing") return json(404, { error: 404 });
      if (accessError === "blocked") return text(403, "<html>whoa there, pardner!</html>");
    }
    this.#pages += 1;
    const single = /\/comments\/(\w+)\//.exec(pathname)?.[1];
    if (single !== undefined) return this.#feedOf(posts.filter(({ id }) => id === single));
    const after = query.get("after");
    const start = after ? posts.findIndex(({ id }) => `t3_${id}` === after) + 1 : 0;
    return this.#feedOf(posts.slice(start, start + Number(query.get("limit"))));
  }

  #feedOf(page: readonly ScenePost[]): HostAnswer {
    const entries = page.map(({ child }) => entryOf(child(this.#world.timeline.nowMs)));
    return text(200, `<?xml version="1.0"?><feed>${entries.join("")}</feed>`);
  }
}

/** An entry as Reddit writes it: HTML in XML, with the anchor `[link]`. */
function entryOf({ data }: PostChild): string {
  const { name, title, permalink, url } = data;
  const address = `https://www.reddit.com${permalink}`;
  const content = `<span><a href="${escaped(url ?? address)}">[link]</a></span>`;
  return [
    `<entry><author><name>/u/catperson</name></author><category term="aww"/>`,
    `<content type="html">${escaped(content)}</content><id>${name}</id>`,
    `<link href="${address}"/><published>2026-11-21T07:00:00+00:00</published>`,
    `<title>${escaped(title)}</title></entry>`,
  ].join("");
}

/** Without what XML does not allow. */
function escaped(given: string): string {
  return given
    .toWellFormed()
    .replaceAll("\0", "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
