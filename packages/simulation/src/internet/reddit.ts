import type { OutboundRequest } from "@reddit-crawler/function-runtime/http/outbound-http";

import type { World } from "../world.ts";
import type { HostAnswer } from "./outbound.ts";
import { json, text } from "./plain-answers.ts";
import type { Scene } from "./scene.ts";

/** Reddit's API: tokens, and one subreddit's listing in pages. */
export class Reddit {
  readonly #world: World;
  readonly #scene: Scene;
  #token = 0;
  #pages = 0;

  constructor(world: World, scene: Scene) {
    this.#world = world;
    this.#scene = scene;
  }

  /** Answers `request`, which is sent now. */
  answer(request: OutboundRequest): HostAnswer {
    const { faults } = this.#world;
    const isListing = request.url.hostname === "oauth.reddit.com";
    if (faults.strikes("reddit silent")) return { noAnswer: "answer-timeout", afterMs: 20_000 };
    if (faults.strikes("reddit throttles")) return this.#throttled();
    if (faults.strikes("reddit down")) return text(503, "<html>Our CDN was unable</html>");
    if (faults.strikes("reddit talks nonsense")) return this.#malformed();
    return isListing ? this.#listing(request) : this.#grant();
  }

  #throttled(): HostAnswer {
    const seconds = this.#world.random.pick([undefined, 1, 20, 90, 600, 850, 900, 1200]);
    return text(429, "", seconds === undefined ? {} : { "retry-after": String(seconds) });
  }

  #malformed(): HostAnswer {
    return this.#world.random.pick<HostAnswer>([
      text(200, ""),
      text(200, "<html>hello</html>"),
      text(200, '{"kind":"Listing","data":{'),
      text(200, '{"message":"hi"}'),
    ]);
  }

  #grant(): HostAnswer {
    if (this.#scene.accessError === "refused")
      return json(401, { message: "Unauthorized", error: 401 });
    this.#token += 1;
    return json(200, { access_token: `token-${this.#token}`, expires_in: 3600 });
  }

  #listing({ url, headers }: OutboundRequest): HostAnswer {
    const { faults, random, timeline } = this.#world;
    const { posts, postsPerPage, pageOverlap, pagesBeforeError } = this.#scene;
    const error = this.#pages < pagesBeforeError ? undefined : this.#scene.accessError;
    if (faults.strikes("reddit token expired")) return json(401, { error: 401 });
    if (!headers?.["authorization"]?.startsWith("bearer token-")) return json(401, { error: 401 });
    if (error === "private") return json(403, { reason: "private", error: 403 });
    if (error === "missing") return json(404, { error: 404 });
    if (error === "blocked") return text(403, "<html>whoa there, pardner!</html>");

    const ids = url.searchParams.get("id")?.split(",");
    if (ids) {
      const known = posts.flatMap(({ child, linked }) => [
        child(timeline.nowMs),
        ...(linked ? [linked.child] : []),
      ]);
      const children = known.filter(({ data }) => ids.includes(data.name));
      return json(200, { kind: "Listing", data: { after: null, children } });
    }

    this.#pages += 1;
    const limit = Math.min(Number(url.searchParams.get("limit")), postsPerPage);
    const after = url.searchParams.get("after");
    const behind = after ? posts.findIndex(({ id }) => `t3_${id}` === after) + 1 : 0;
    const overlap = limit > pageOverlap + 1 ? pageOverlap : 0;
    const start = Math.max(0, behind - overlap);
    const page = posts.slice(start, start + limit);
    const last = page.at(-1);
    const isEnd = start + limit >= posts.length;
    const answer = json(200, {
      kind: "Listing",
      data: {
        after: isEnd || !last ? null : `t3_${last.id}`,
        children: page.map(({ child }) => child(timeline.nowMs)),
      },
    });
    const slowMs = random.between(1000, 8000);
    return faults.strikes("reddit slow") ? { ...answer, pauseMs: slowMs } : answer;
  }
}
