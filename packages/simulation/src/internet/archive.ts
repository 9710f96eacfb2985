import type { World } from "../world.ts";
import type { ArchivedPost } from "./draw-way.ts";
import type { HostAnswer } from "./outbound.ts";
import { json, text } from "./plain-answers.ts";
import type { Scene } from "./scene.ts";

/** Cloudflare's own page, where the archive itself does not answer. */
const cloudflarePage = "<!DOCTYPE html><title>522: Connection timed out</title>";

/** Arctic Shift: posts by time and by id. `before` and `after` are exclusive, and inside of a second there is no cursor. */
export class Archive {
  readonly #world: World;
  readonly #scene: Scene;

  constructor(world: World, scene: Scene) {
    this.#world = world;
    this.#scene = scene;
  }

  /** Answers a request for `url`, which is sent now. */
  answer(url: URL): HostAnswer {
    const { faults, random } = this.#world;
    const { way } = this.#scene;
    if (way.source === "api" || way.source === "file") return text(404, "");
    if (faults.strikes("archive silent")) return { noAnswer: "answer-timeout", afterMs: 20_000 };
    if (way.archive === "away" || faults.strikes("archive away"))
      return text(random.pick([520, 522, 526]), cloudflarePage);
    if (faults.strikes("archive busy"))
      return json(422, { data: null, error: "Timeout. Maybe slow down a bit" });
    if (faults.strikes("archive throttles"))
      return text(429, "{}", { "x-ratelimit-reset": String(random.between(1, 60)) });
    if (faults.strikes("archive talks nonsense"))
      return text(200, random.pick([cloudflarePage, "", '{"data":null}', '{"data":[{"id":']));
    const found = json(200, { data: this.#data(url, this.#arrived(way.archived)) });
    return faults.strikes("archive slow")
      ? { ...found, pauseMs: random.between(2000, 25_000) }
      : found;
  }

  #arrived(archived: readonly ArchivedPost[]): ArchivedPost[] {
    const elapsedMs = this.#world.timeline.nowMs - this.#world.timeline.startMs;
    return archived.filter(({ arrivesAfterMs = 0 }) => arrivesAfterMs <= elapsedMs);
  }

  #data({ pathname, searchParams }: URL, archived: readonly ArchivedPost[]): unknown {
    if (pathname === "/api/utils/min") return archived.at(-1)?.createdAt ?? null;
    if (pathname === "/api/posts/ids") {
      const ids = new Set(searchParams.get("ids")?.split(","));
      return [
        ...archived.filter(({ id }) => ids.has(id)).map((post) => this.#row(post)),
        ...this.#scene.posts.flatMap(({ linked }) =>
          linked && ids.has(linked.id) ? [linked.child.data] : [],
        ),
      ];
    }
    const before = Number(searchParams.get("before"));
    const after = Number(searchParams.get("after") ?? "0");
    return archived
      .filter(({ createdAt }) => createdAt > after && createdAt < before)
      .slice(0, Number(searchParams.get("limit")))
      .map((post) => this.#row(post));
  }

  #row({ id, createdAt, score }: ArchivedPost): object {
    const post = this.#scene.posts.find((each) => each.id === id);
    return {
      ...post?.child(this.#world.timeline.nowMs).data,
      created_utc: createdAt,
      score,
      _meta: { retrieved_2nd_on: createdAt + 36 * 3600 },
    };
  }
}
